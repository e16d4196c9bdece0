Feature: PRO-010 A critical finding is open before the next act
  Scenario: before the payment
    Given a contract case with these findings
      | severity |
      | critical |
    And the case has next_act "payment"
    When rule PRO-010 is asked
    Then it holds
    And PRO-001 holds before it
    And the proposal is hold
    And the act that waits is payment
    And its reason contains "the next act is payment"
  Scenario: before the award
    Given a procurement case with these findings
      | severity |
      | critical |
    And the case has next_act "award"
    When rule PRO-010 is asked
    Then the proposal is hold
    And the act that waits is award
  Scenario: an indicator alone never holds
    Given a contract case with these findings
      | severity | kind      |
      | critical | indicator |
    And the case has next_act "payment"
    When rule PRO-010 is asked
    Then it does not hold
  Scenario: undetermined alone never holds
    Given a contract case with these findings
      | severity | outcome      |
      | critical | undetermined |
    And the case has next_act "payment"
    When rule PRO-010 is asked
    Then it does not hold
    And the proposal is return to staff
  Scenario: nothing is left to hold
    Given a contract case with these findings
      | severity |
      | critical |
    And the case has next_act "none"
    When rule PRO-010 is asked
    Then it does not hold
