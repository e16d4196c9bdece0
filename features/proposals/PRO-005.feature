Feature: PRO-005 One rule finds the same again and again
  Scenario: as often as the limit
    Given a pilot case with these findings
      | rule    | times |
      | PAY-001 | 3     |
      | PAY-002 | 1     |
    And parameter proposal.repeats is 3
    When rule PRO-005 is asked
    Then it holds
    And its reason contains "in the case: 3"
  Scenario: once less
    Given a pilot case with these findings
      | rule    | times |
      | PAY-001 | 3     |
      | PAY-002 | 3     |
    And parameter proposal.repeats is 4
    When rule PRO-005 is asked
    Then it does not hold
