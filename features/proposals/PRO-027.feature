Feature: PRO-027 A critical finding is open somewhere in the batch
  Scenario: a critical finding somewhere
    Given a batch case with these findings
      | severity |
      | critical |
    When rule PRO-027 is asked
    Then it holds
    And the proposal is return to staff
  Scenario: none
    Given a batch case with these findings
      | severity |
      | major    |
    When rule PRO-027 is asked
    Then it does not hold
