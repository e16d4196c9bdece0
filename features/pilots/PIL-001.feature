Feature: PIL-001 Front Door award without a published challenge
  An award through the Space Front Door follows a challenge that was published and stayed open until a
  stated day.

  Background:
    Given a clean procurement P-1
    And its mechanism is "front_door_challenge"

  Scenario: published, open until the last day for solutions, then awarded
    When rule PIL-001 runs
    Then it passes for P-1

  Scenario: nothing says that the challenge was published
    Given its published_on is empty
    When rule PIL-001 runs
    Then it fails for P-1
    And the amount at issue is its award_value
    And the message for P-1 contains "published on —"

  Scenario: published one day before the last day for solutions
    Given its published_on is one day before bids_due_on
    When rule PIL-001 runs
    Then it passes for P-1

  Scenario: published on the last day for solutions
    Given its published_on is exactly bids_due_on
    When rule PIL-001 runs
    Then it fails for P-1

  Scenario: awarded on the last day for solutions
    Given its awarded_on is exactly bids_due_on
    When rule PIL-001 runs
    Then it passes for P-1

  Scenario: awarded while the challenge was still open
    Given its awarded_on is one day before bids_due_on
    When rule PIL-001 runs
    Then it fails for P-1

  Scenario: another mechanism
    Given its mechanism is "limited_competition"
    And its published_on is empty
    When rule PIL-001 runs
    Then it is not applicable to P-1

  Scenario: a challenge that is not yet awarded
    Given its awarded_on is empty
    And its published_on is empty
    When rule PIL-001 runs
    Then it is not applicable to P-1

  Scenario: nobody knows the last day for solutions
    Given its bids_due_on is empty
    When rule PIL-001 runs
    Then it is undetermined for P-1

  Scenario: nobody knows the mechanism
    Given its mechanism is empty
    When rule PIL-001 runs
    Then it is undetermined for P-1
