Feature: PRC-018 One bid in an open procedure
  One bid where any firm could offer is a reason to look at the notice and the requirement.

  Background:
    Given a clean procurement P-1
    And its method is "open"

  Scenario: one bid
    Given its bids_received is 1
    When rule PRC-018 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: one more
    Given its bids_received is one more than 1
    When rule PRC-018 runs
    Then it passes for P-1

  Scenario: firms had to qualify first
    Given its method is "selective"
    And its bids_received is 1
    When rule PRC-018 runs
    Then it fails for P-1

  Scenario: one firm was asked
    Given its method is "single_source"
    And its bids_received is 1
    When rule PRC-018 runs
    Then it is not applicable to P-1

  Scenario: not awarded
    Given its bids_received is 1
    And its awarded_on is empty
    When rule PRC-018 runs
    Then it is not applicable to P-1

  Scenario: nobody counted the bids
    Given its bids_received is empty
    When rule PRC-018 runs
    Then it is undetermined for P-1
