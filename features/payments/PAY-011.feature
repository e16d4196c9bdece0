Feature: PAY-011 Payment booked on a Saturday or Sunday
  Payments are booked on working days, or by an automatic run that can be named.

  Background:
    Given a clean payment S-1

  Scenario: on a Friday
    Given its booked_on is 2026-06-26
    When rule PAY-011 runs
    Then it passes for S-1

  Scenario: one day after a Friday
    Given its booked_on is one day after 2026-06-26
    When rule PAY-011 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: one day before a Monday
    Given its booked_on is one day before 2026-06-29
    When rule PAY-011 runs
    Then it fails for S-1
    And the message for S-1 contains "2026-06-28"

  Scenario: on a Monday
    Given its booked_on is 2026-06-29
    When rule PAY-011 runs
    Then it passes for S-1

  Scenario: a refund comes back on any day
    Given its booked_on is 2026-06-27
    And its kind is "refund"
    When rule PAY-011 runs
    Then it is not applicable to S-1

  Scenario: the day is unknown
    Given its booked_on is empty
    When rule PAY-011 runs
    Then it is undetermined for S-1
