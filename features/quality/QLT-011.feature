# A date is there or it is not: nothing can leave that open, and there is no day to stand at.
@no-boundary @no-undetermined
Feature: QLT-011 Spending line without a date
  Every line says on which day it was booked.

  Background:
    Given a clean payment S-1

  Scenario: no date
    Given its booked_on is empty
    When rule QLT-011 runs
    Then it fails for S-1
    And the message for S-1 contains "bears no date"

  Scenario: a date
    Given its booked_on is 2026-06-25
    When rule QLT-011 runs
    Then it passes for S-1

  Scenario: a cancelled line
    Given its booked_on is empty
    And its status is "cancelled"
    When rule QLT-011 runs
    Then it is not applicable to S-1
