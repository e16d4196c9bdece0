# A record always has a number, so that nothing is left open.
@no-undetermined
Feature: QLT-004 Spending lines that share one number
  A number names one record; where two bear it, nobody knows which of them a reference means.

  Background:
    Given a clean payment S-1

  Scenario: exactly one record
    When rule QLT-004 runs
    Then nothing fails
    And it passes for S-1

  Scenario: one more record of the same number
    Given another spending S-1
    When rule QLT-004 runs
    Then it fails for S-1
    And the message for S-1 contains "2 records"

  Scenario: the other record was cancelled
    Given another spending S-1
    And its status is "cancelled"
    When rule QLT-004 runs
    Then nothing fails

  Scenario: a cancelled record is not asked for its number
    Given its status is "cancelled"
    When rule QLT-004 runs
    Then it is not applicable to S-1
