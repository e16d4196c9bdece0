Feature: PRO-005 One rule finds the same again and again within a year
  Scenario: as often as the limit
    Given a pilot case with these findings
      | rule    | times |
      | PAY-001 | 3     |
      | PAY-002 | 1     |
    And parameter proposal.repeats is 3
    When rule PRO-005 is asked
    Then it holds
    And its reason contains "in the case within a year: 3"
  Scenario: once less
    Given a pilot case with these findings
      | rule    | times |
      | PAY-001 | 3     |
      | PAY-002 | 3     |
    And parameter proposal.repeats is 4
    When rule PRO-005 is asked
    Then it does not hold
  Scenario: the third on the last day of the year
    Given a pilot case with these findings
      | rule    | day        |
      | PAY-001 | 2025-03-01 |
      | PAY-001 | 2025-09-15 |
      | PAY-001 | 2026-02-28 |
    And parameter proposal.repeats is 3
    When rule PRO-005 is asked
    Then it holds
  Scenario: the third one day later
    Given a pilot case with these findings
      | rule    | day        |
      | PAY-001 | 2025-03-01 |
      | PAY-001 | 2025-09-15 |
      | PAY-001 | 2026-03-01 |
    And parameter proposal.repeats is 3
    When rule PRO-005 is asked
    Then it does not hold
