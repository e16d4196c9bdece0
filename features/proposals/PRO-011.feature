Feature: PRO-011 A critical finding is open and every act is done
  Scenario: the contract has ended
    Given a contract case with these findings
      | severity |
      | critical |
    And the case has next_act "none"
    When rule PRO-011 is asked
    Then it holds
    And PRO-003 holds before it
    And the proposal is regularise
  Scenario: the contract still runs
    Given a contract case with these findings
      | severity |
      | critical |
    And the case has next_act "payment"
    When rule PRO-011 is asked
    Then it does not hold
