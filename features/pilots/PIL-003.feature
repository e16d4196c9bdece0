Feature: PIL-003 Front Door award without an evaluation
  Solutions are evaluated after the last day for them and before the award, by enough persons.

  Background:
    Given a clean procurement P-1
    And its mechanism is "front_door_challenge"

  Scenario: evaluated by two persons between the last day and the award
    When rule PIL-003 runs
    Then it passes for P-1

  Scenario: as many persons as are asked for
    Given parameter evaluators.front_door is 2 from 2026-01-01
    When rule PIL-003 runs
    Then it passes for P-1

  Scenario: one person fewer
    Given parameter evaluators.front_door is 2 from 2026-01-01
    And its evaluated_by is "U-EVA"
    When rule PIL-003 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: exactly one more is asked for than evaluated
    Given parameter evaluators.front_door is 3 from 2026-01-01
    When rule PIL-003 runs
    Then it fails for P-1

  Scenario: no evaluation on record
    Given its evaluated_on is empty
    When rule PIL-003 runs
    Then it fails for P-1
    And the message for P-1 contains "evaluated on —"

  Scenario: evaluated on the last day for solutions
    Given its evaluated_on is exactly bids_due_on
    When rule PIL-003 runs
    Then it passes for P-1

  Scenario: evaluated the day before the last day for solutions
    Given its evaluated_on is one day before bids_due_on
    When rule PIL-003 runs
    Then it fails for P-1

  Scenario: evaluated on the day of the award
    Given its evaluated_on is exactly awarded_on
    When rule PIL-003 runs
    Then it passes for P-1

  Scenario: evaluated the day after the award
    Given its evaluated_on is one day after awarded_on
    When rule PIL-003 runs
    Then it fails for P-1

  Scenario: another mechanism
    Given its mechanism is "direct_purchase"
    And its evaluated_on is empty
    When rule PIL-003 runs
    Then it is not applicable to P-1

  Scenario: not yet awarded
    Given its awarded_on is empty
    And its evaluated_on is empty
    When rule PIL-003 runs
    Then it is not applicable to P-1

  Scenario: nobody knows who evaluated
    Given its evaluated_by is empty
    When rule PIL-003 runs
    Then it is undetermined for P-1
