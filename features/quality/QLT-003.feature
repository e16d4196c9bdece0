# The program itself counts the amounts, so that the number is always known.
@no-undetermined
Feature: QLT-003 Amounts that could not be read
  An amount that could not be read stands in no sum, and somebody must look at the cell.

  Scenario: every amount was read
    Given a file list.csv of 200 rows, 0 of them rejected
    When rule QLT-003 runs
    Then it passes for list.csv

  Scenario: exactly one was not
    Given a file list.csv of 200 rows, 1 of them rejected, with 1 amount that could not be read
    When rule QLT-003 runs
    Then it fails for list.csv
    And the message for list.csv contains "in no sum: 1"

  Scenario: a file without rows
    Given a file list.csv of 0 rows, 0 of them rejected
    When rule QLT-003 runs
    Then it is not applicable to list.csv
