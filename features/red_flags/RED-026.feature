Feature: RED-026 Most bids come from groups of firms
  Groups of firms may leave few to compete; where most bids come from groups that is a reason to look.


  Background:
    Given a clean procurement P-1
    And parameter red.consortia is 50%

  Scenario: exactly half of four
    Given the outcome of P-1-B4 is "withdrawn"
    And the members of P-1-B0 is "V-1B"
    And the members of P-1-B1 is "V-1C"
    When rule RED-026 runs
    Then it passes for P-1

  Scenario: one more than half of four
    Given the outcome of P-1-B4 is "withdrawn"
    And the members of P-1-B0 is "V-1B"
    And the members of P-1-B1 is "V-1C"
    And the members of P-1-B2 is "V-1D"
    When rule RED-026 runs
    Then it fails for P-1

  Scenario: cancelled
    Given its status is "cancelled"
    When rule RED-026 runs
    Then it is not applicable to P-1

  Scenario: nobody knows what became of a bid
    Given the outcome of P-1-B4 is empty
    And the members of P-1-B4 is "V-1C"
    When rule RED-026 runs
    Then it is undetermined for P-1
