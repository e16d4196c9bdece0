Feature: PIL-004 Front Door challenge without a decision in its time
  A challenge is decided within its time after the last day for solutions; until then the days count
  up to the day of the check.

  Background:
    Given a clean procurement P-1
    And its mechanism is "front_door_challenge"

  Scenario: decided on the last day of the time
    Given its awarded_on is period.front_door_decision after bids_due_on
    When rule PIL-004 runs
    Then it passes for P-1

  Scenario: decided one day later
    Given its awarded_on is one day after period.front_door_decision after bids_due_on
    When rule PIL-004 runs
    Then it fails for P-1

  Scenario: not decided, on the last day of the time
    Given its awarded_on is empty
    When rule PIL-004 runs as of 2026-05-31
    Then it passes for P-1

  Scenario: not decided, one day later
    Given its awarded_on is empty
    And its award_value is empty
    When rule PIL-004 runs as of 2026-06-01
    Then it fails for P-1
    And the amount at issue is its estimated_value
    And the message for P-1 contains "decided on —"

  Scenario: solutions can still come in
    Given its awarded_on is empty
    When rule PIL-004 runs as of 2026-03-01
    Then it is not applicable to P-1

  Scenario: the challenge was ended
    Given its awarded_on is empty
    And its status is "cancelled"
    When rule PIL-004 runs
    Then it is not applicable to P-1

  Scenario: another mechanism
    Given its mechanism is "limited_competition"
    And its awarded_on is empty
    When rule PIL-004 runs
    Then it is not applicable to P-1

  Scenario: nobody knows the last day for solutions
    Given its bids_due_on is empty
    When rule PIL-004 runs
    Then it is undetermined for P-1
