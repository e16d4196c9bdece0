# A record always has a number, so that nothing is left open.
@no-undetermined
Feature: QLT-007 Vendors that share one number
  A number names one firm; where two bear it, nobody knows which of them was paid.


  Background:
    Given a clean vendor V-1

  Scenario: exactly one record
    When rule QLT-007 runs
    Then nothing fails
    And it passes for V-1

  Scenario: one more record of the same number
    Given another vendor V-1
    When rule QLT-007 runs
    Then it fails for V-1
    And the message for V-1 contains "2 vendors"

  Scenario: the other record was cancelled
    Given another vendor V-1
    And its status is "cancelled"
    When rule QLT-007 runs
    Then nothing fails

  Scenario: a cancelled record is not asked for its number
    Given its status is "cancelled"
    When rule QLT-007 runs
    Then it is not applicable to V-1
