Feature: PRO-015 What is at issue in a contract that was signed
  Scenario: the contract is signed
    Given a contract case with these findings
      | amount        | stage      | basis  |
      | EUR 50,000.00 | commitment | excess |
    And the case has last_act "signature"
    When rule PRO-015 is asked
    Then it holds
    And the proposal is regularise
  Scenario: the contract is not signed
    Given a contract case with these findings
      | amount        | stage      |
      | EUR 50,000.00 | commitment |
    And the case has last_act "award"
    When rule PRO-015 is asked
    Then it does not hold
