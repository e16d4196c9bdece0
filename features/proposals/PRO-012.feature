Feature: PRO-012 A critical finding is open on a line that still pays
  Scenario: the line still pays
    Given a funding line case with these findings
      | severity |
      | critical |
    And the case has next_act "payment"
    When rule PRO-012 is asked
    Then it holds
    And the proposal is hold
    And the act that waits is payment
  Scenario: the line pays no more
    Given a funding line case with these findings
      | severity |
      | critical |
    And the case has next_act "none"
    When rule PRO-012 is asked
    Then it does not hold
  Scenario: a contract is held by its own next act
    Given a contract case with these findings
      | severity |
      | critical |
    When rule PRO-012 is asked
    Then it does not hold
