Feature: QLT-012 Spending line dated after the check or before any plausible year
  A line is booked on a day that has come, and not before any plausible year.

  Background:
    Given parameter year.earliest is 2000
    And a clean payment S-1

  Scenario: on the day of the check
    Given its booked_on is 2026-03-31
    When rule QLT-012 runs as of 2026-03-31
    Then it passes for S-1

  Scenario: one day after the check
    Given its booked_on is one day after 2026-03-31
    When rule QLT-012 runs as of 2026-03-31
    Then it fails for S-1
    And the message for S-1 contains "2026-04-01"

  Scenario: the first day of the earliest year
    Given its booked_on is 2000-01-01
    When rule QLT-012 runs
    Then it passes for S-1

  Scenario: one day before the earliest year
    Given its booked_on is one day before 2000-01-01
    When rule QLT-012 runs
    Then it fails for S-1

  Scenario: a cancelled line
    Given its booked_on is 1999-12-31
    And its status is "cancelled"
    When rule QLT-012 runs
    Then it is not applicable to S-1

  Scenario: no date at all
    Given its booked_on is empty
    When rule QLT-012 runs
    Then it is undetermined for S-1
