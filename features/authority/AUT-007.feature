# Two persons or one: there is no amount or day to stand at.
@no-boundary
Feature: AUT-007 Award approved, or requirement stated, by one of the evaluators
  Those who judge the offers neither state the requirement nor approve the award.

  Background:
    Given a clean procurement P-1

  Scenario: an evaluator approved the award
    Given its approved_by is "U-EVB"
    When rule AUT-007 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: an evaluator stated the requirement
    Given its requested_by is "U-EVA"
    When rule AUT-007 runs
    Then it fails for P-1

  Scenario: four different persons
    Given its approved_by is "U-APP"
    When rule AUT-007 runs
    Then it passes for P-1

  Scenario: nobody knows who approved
    Given its approved_by is empty
    When rule AUT-007 runs
    Then it is undetermined for P-1

  Scenario: not approved yet
    Given its approved_by is "U-EVB"
    And its approved_on is empty
    When rule AUT-007 runs
    Then it is not applicable to P-1

  Scenario: nobody knows who evaluated
    Given its evaluated_by is empty
    When rule AUT-007 runs
    Then it is undetermined for P-1
