# A batch either states such a range or has no such record: nothing is out of scope.
@no-not-applicable
Feature: QLT-031 Gap in a range of document numbers
  The sender states the first and the last document number; each number between them is on file.

  Background:
    Given a clean number_range N-1
    And its first is "LO-001"
    And its last is "LO-040"

  Scenario: all are there
    Given its missing is 0
    When rule QLT-031 runs
    Then it passes for N-1

  Scenario: one is missing
    Given its missing is one more than 0
    And its some is "LO-017"
    When rule QLT-031 runs
    Then it fails for N-1
    And the message for N-1 contains "1 numbers stand in no record, such as LO-017"

  Scenario: the two numbers do not count up, so that nobody can say what lies between
    Given its last is "ORDER B"
    And its missing is empty
    When rule QLT-031 runs
    Then it is undetermined for N-1
