Feature: PIL-008 Payment for service outside the days of the pilot
  A payment for a pilot is for service within its days; its last bills may be paid for some days more.

  Background:
    Given a clean payment S-1

  Scenario: service to the last day
    Given its pilot.ends_on is exactly service_to
    When rule PIL-008 runs
    Then it passes for S-1

  Scenario: service one day beyond
    Given its pilot.ends_on is one day before service_to
    When rule PIL-008 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: service from the first day
    Given its pilot.starts_on is exactly service_from
    When rule PIL-008 runs
    Then it passes for S-1

  Scenario: service from one day earlier
    Given its pilot.starts_on is one day after service_from
    When rule PIL-008 runs
    Then it fails for S-1

  Scenario: paid on the last day for bills
    Given its pilot.ends_on is exactly service_to
    And its booked_on is period.pilot_closure after pilot.ends_on
    When rule PIL-008 runs
    Then it passes for S-1

  Scenario: paid one day after that
    Given its pilot.ends_on is exactly service_to
    And its booked_on is one day after period.pilot_closure after pilot.ends_on
    When rule PIL-008 runs
    Then it fails for S-1

  Scenario: goods have no service period
    Given its service_from is empty
    And its service_to is empty
    When rule PIL-008 runs
    Then it passes for S-1

  Scenario: what was held back is paid after the end
    Given its nature is "retention_release"
    And its booked_on is one day after period.pilot_closure after pilot.ends_on
    When rule PIL-008 runs
    Then it is not applicable to S-1

  Scenario: no pilot is charged
    Given its pilot is empty
    When rule PIL-008 runs
    Then it is not applicable to S-1

  Scenario: the end of the pilot is not on record
    Given its pilot.ends_on is empty
    When rule PIL-008 runs
    Then it is undetermined for S-1
