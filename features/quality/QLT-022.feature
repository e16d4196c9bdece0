# A record without one of the two days is out of scope, so nothing is left open.
@no-undetermined
Feature: QLT-022 Spending line whose service ends before it begins
  A period begins at the latest on the day on which it ends.


  Background:
    Given a clean payment S-1

  Scenario: begins and ends on one day
    Given its service_to is exactly service_from
    When rule QLT-022 runs
    Then it passes for S-1

  Scenario: ends one day before it begins
    Given its service_to is one day before service_from
    When rule QLT-022 runs
    Then it fails for S-1
    And the message for S-1 contains "to"

  Scenario: nobody knows when it ends
    Given its service_to is empty
    When rule QLT-022 runs
    Then it is not applicable to S-1
