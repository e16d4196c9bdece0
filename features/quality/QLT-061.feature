# The program itself makes these records: nothing in them is unknown.
@no-undetermined
Feature: QLT-061 Waiver that was never used
  A waiver that nobody needed is not renewed.

  Background:
    Given a clean waiver W-1

  Scenario: it ended and waived nothing
    Given its waived is 0
    And its valid_until is 2026-12-31
    When rule QLT-061 runs as of 2027-01-01
    Then it fails for W-1
    And the message for W-1 contains "waived no finding"

  Scenario: it still holds on the day of the check
    Given its waived is 0
    And its valid_until is 2027-01-01
    When rule QLT-061 runs as of 2027-01-01
    Then it is not applicable to W-1

  Scenario: it waived exactly one finding
    Given its waived is 1
    When rule QLT-061 runs as of 2027-01-01
    Then it passes for W-1
