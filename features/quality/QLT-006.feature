# A record always has a number, so that nothing is left open.
@no-undetermined
Feature: QLT-006 Contracts that share one number
  A number names one record; where two bear it, nobody knows which of them a reference means.

  Background:
    Given a clean contract C-1

  Scenario: exactly one record
    When rule QLT-006 runs
    Then nothing fails
    And it passes for C-1

  Scenario: one more record of the same number
    Given another contract C-1
    When rule QLT-006 runs
    Then it fails for C-1
    And the message for C-1 contains "2 records"

  Scenario: the other record was cancelled
    Given another contract C-1
    And its status is "cancelled"
    When rule QLT-006 runs
    Then nothing fails

  Scenario: a cancelled record is not asked for its number
    Given its status is "cancelled"
    When rule QLT-006 runs
    Then it is not applicable to C-1
