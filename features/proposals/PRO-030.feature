Feature: PRO-030 What failed was waived
  Scenario: a waived finding
    Given a contract case with these findings
      | severity | waived |
      | critical | yes    |
    When rule PRO-030 is asked
    Then it holds
    And the proposal is no exception with remarks
  Scenario: an open one beside it
    Given a contract case with these findings
      | severity | waived |
      | critical | yes    |
      | major    |        |
    When rule PRO-030 is asked
    Then it does not hold
