Feature: PRO-003 Nothing remains that could be held
  Scenario: the term is over
    Given a contract case without findings
    And the case has next_act "none"
    When rule PRO-003 is asked
    Then it holds
  Scenario: payments may follow
    Given a contract case without findings
    And the case has next_act "payment"
    When rule PRO-003 is asked
    Then it does not hold
