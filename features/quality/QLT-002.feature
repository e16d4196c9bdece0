# The program itself counts the rows, so that the numbers are always known.
@no-undetermined
Feature: QLT-002 More rows rejected than a file may have
  A file of which too many rows could not be read is not checked, whatever the rest says.

  Background:
    Given parameter quality.reject_share is 5%

  Scenario: exactly the share that is allowed
    Given a file list.csv of 200 rows, 10 of them rejected
    When rule QLT-002 runs
    Then it passes for list.csv

  Scenario: one row more
    Given a file list.csv of 200 rows, 11 of them rejected
    When rule QLT-002 runs
    Then it fails for list.csv
    And the message for list.csv contains "11 of 200 rows were rejected; 5 % are allowed"

  Scenario: no row could be read
    Given a file list.csv of 1 rows, 1 of them rejected
    When rule QLT-002 runs
    Then it fails for list.csv

  Scenario: even a share of everything does not excuse a file without a record
    Given parameter quality.reject_share is 100%
    And a file list.csv of 20 rows, 20 of them rejected
    When rule QLT-002 runs
    Then it fails for list.csv

  Scenario: a file without rows
    Given a file list.csv of 0 rows, 0 of them rejected
    When rule QLT-002 runs
    Then it is not applicable to list.csv
