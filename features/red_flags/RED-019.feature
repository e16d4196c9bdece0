Feature: RED-019 Few bids in an open procedure
  Few bids where any firm could offer are a reason to look at the notice; one bid has a flag of its own.


  Background:
    Given a clean procurement P-1

  Scenario: exactly the number looked for
    Given its bids_received is red.bidders
    When rule RED-019 runs
    Then it passes for P-1

  Scenario: one fewer
    Given its bids_received is one fewer than red.bidders
    When rule RED-019 runs
    Then it fails for P-1

  Scenario: one bid is the subject of another flag
    Given its bids_received is 1
    When rule RED-019 runs
    Then it is not applicable to P-1

  Scenario: a few firms were invited
    Given its method is "limited"
    And its bids_received is 2
    When rule RED-019 runs
    Then it is not applicable to P-1

  Scenario: nobody counted the bids
    Given its bids_received is empty
    When rule RED-019 runs
    Then it is undetermined for P-1
