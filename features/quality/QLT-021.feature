# A record without one of the two days is out of scope, so nothing is left open.
@no-undetermined
Feature: QLT-021 Contract that ends before it starts
  A period begins at the latest on the day on which it ends.


  Background:
    Given a clean contract C-1

  Scenario: begins and ends on one day
    Given its ends_on is exactly starts_on
    When rule QLT-021 runs
    Then it passes for C-1

  Scenario: ends one day before it begins
    Given its ends_on is one day before starts_on
    When rule QLT-021 runs
    Then it fails for C-1
    And the message for C-1 contains "ends on"

  Scenario: nobody knows when it ends
    Given its ends_on is empty
    When rule QLT-021 runs
    Then it is not applicable to C-1
