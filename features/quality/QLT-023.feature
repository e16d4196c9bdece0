# A record without one of the two days is out of scope, so nothing is left open.
@no-undetermined
Feature: QLT-023 Delivery accepted before it was made
  A period begins at the latest on the day on which it ends.


  Background:
    Given a clean receipt R-1

  Scenario: begins and ends on one day
    Given its accepted_on is exactly delivered_on
    When rule QLT-023 runs
    Then it passes for R-1

  Scenario: ends one day before it begins
    Given its accepted_on is one day before delivered_on
    When rule QLT-023 runs
    Then it fails for R-1
    And the message for R-1 contains "accepted"

  Scenario: nobody knows when it ends
    Given its accepted_on is empty
    When rule QLT-023 runs
    Then it is not applicable to R-1
