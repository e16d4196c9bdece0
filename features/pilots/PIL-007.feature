Feature: PIL-007 Commitment outside the days of the pilot
  What is committed for a pilot is committed within its days, both ends included.

  Background:
    Given a clean commitment S-1

  Scenario: on the first day
    Given its pilot.starts_on is exactly booked_on
    When rule PIL-007 runs
    Then it passes for S-1

  Scenario: the day before the first day
    Given its pilot.starts_on is one day after booked_on
    When rule PIL-007 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: on the last day
    Given its pilot.ends_on is exactly booked_on
    When rule PIL-007 runs
    Then it passes for S-1

  Scenario: the day after the last day
    Given its pilot.ends_on is one day before booked_on
    When rule PIL-007 runs
    Then it fails for S-1
    And the message for S-1 contains "committed on 2026-03-23 for PI-1"

  Scenario: a bill is judged by its payment
    Given its kind is "invoice"
    And its pilot.ends_on is one day before booked_on
    When rule PIL-007 runs
    Then it is not applicable to S-1

  Scenario: no pilot is charged
    Given its pilot is empty
    When rule PIL-007 runs
    Then it is not applicable to S-1

  Scenario: the end of the pilot is not on record
    Given its pilot.ends_on is empty
    When rule PIL-007 runs
    Then it is undetermined for S-1
