Feature: PRO-016 An invoice is at issue before it is paid
  Scenario: an invoice is at issue
    Given a contract case with these findings
      | amount     | stage   |
      | EUR 700.00 | invoice |
    When rule PRO-016 is asked
    Then it holds
    And the proposal is hold
    And the act that waits is payment
    And its reason contains "EUR 700.00"
  Scenario: the term of the contract is over
    Given a contract case with these findings
      | amount     | stage   |
      | EUR 700.00 | invoice |
    And the case has next_act "none"
    When rule PRO-016 is asked
    Then it does not hold
  Scenario: a critical finding holds by another rule
    Given a contract case with these findings
      | severity | amount     | stage   |
      | critical | EUR 700.00 | invoice |
    When rule PRO-016 is asked
    Then it does not hold
    And the proposal is hold
