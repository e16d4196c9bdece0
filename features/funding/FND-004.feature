# A line names its purposes or does not: there is no amount or day to stand at.
@no-boundary
Feature: FND-004 Category, mechanism or objective that the funding line does not name
  Credit is given for purposes; a purchase must fit the line in category, mechanism and objective.

  Background:
    Given a clean procurement P-1

  Scenario: the line names all three
    Given its funding_line.eligible_categories is "imagery;analytics"
    And its category is "analytics"
    When rule FND-004 runs
    Then it passes for P-1

  Scenario: the category is not named
    Given its funding_line.eligible_categories is "imagery;analytics"
    And its category is "launch"
    When rule FND-004 runs
    Then it fails for P-1
    And the amount at issue is its award_value
    And the message for P-1 contains "launch"

  Scenario: the mechanism is not named
    Given its funding_line.eligible_mechanisms is "competitive_procurement"
    And its mechanism is "prototype_agreement"
    When rule FND-004 runs
    Then it fails for P-1

  Scenario: the objective of the pilot is not named
    Given its pilot.objective is "resilience"
    And its funding_line.eligible_objectives is "front_door;continuous_access"
    When rule FND-004 runs
    Then it fails for P-1

  Scenario: the line says nothing of categories
    Given its funding_line.eligible_categories is empty
    When rule FND-004 runs
    Then it is undetermined for P-1

  Scenario: one purpose is unknown, another is not named
    Given its funding_line.eligible_categories is empty
    And its mechanism is "prototype_agreement"
    When rule FND-004 runs
    Then it fails for P-1

  Scenario: no line is charged yet
    Given its funding_line is empty
    When rule FND-004 runs
    Then it is not applicable to P-1
