Feature: RED-022 Prices of the bids lie far apart
  Bids that lie far apart are a reason to ask whether firms priced the same thing.


  Background:
    Given a clean procurement P-1
    And parameter red.spread is 2

  Scenario: exactly red.spread times the lowest
    Given the amount of P-1-B4 is EUR 197,530.86
    When rule RED-022 runs
    Then it passes for P-1

  Scenario: one cent above
    Given the amount of P-1-B4 is one cent above EUR 197,530.86
    When rule RED-022 runs
    Then it fails for P-1

  Scenario: the dear one was not admitted
    Given the amount of P-1-B4 is EUR 900,000.00
    And the outcome of P-1-B4 is "disqualified"
    When rule RED-022 runs
    Then it passes for P-1

  Scenario: no bids are on file
    Given no bid names P-1
    When rule RED-022 runs
    Then it is not applicable to P-1

  Scenario: a price is unknown
    Given the amount of P-1-B4 is empty
    When rule RED-022 runs
    Then it is undetermined for P-1
