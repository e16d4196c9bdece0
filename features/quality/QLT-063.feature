# The program itself makes these records: nothing in them is unknown.
@no-undetermined
Feature: QLT-063 Waiver without bounds
  A waiver of everything suspends the rule, which is for its owner to do.

  Background:
    Given a clean waiver W-1

  Scenario: its condition holds for every record
    Given its in_scope is 7
    And its of_records is 7
    When rule QLT-063 runs
    Then it fails for W-1
    And the message for W-1 contains "7 of 7 records"

  Scenario: its condition leaves out one record
    Given its in_scope is 6
    And its of_records is 7
    When rule QLT-063 runs
    Then it passes for W-1

  Scenario: it has no cap
    Given its in_scope is 1
    And its of_records is 7
    And its cap is empty
    When rule QLT-063 runs
    Then it fails for W-1

  Scenario: the batch has exactly one record
    Given its in_scope is 1
    And its of_records is 1
    When rule QLT-063 runs
    Then it passes for W-1

  Scenario: it is of one finding
    Given its broad is no
    And its in_scope is empty
    When rule QLT-063 runs
    Then it is not applicable to W-1
