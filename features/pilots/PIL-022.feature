Feature: PIL-022 Declared interest without a measure decided by another person
  What follows from a declared interest is decided by another person, by the day of the evaluation;
  who is recused does not evaluate.

  Background:
    Given a clean declaration D-1
    And its kind is "interest"
    And its vendor is "V-1"
    And its measure is "supervised"
    And its decided_by is "U-APP"
    And its decided_on is 2026-03-03

  Scenario: decided before the evaluation
    When rule PIL-022 runs
    Then it passes for D-1

  Scenario: nothing was decided
    Given its measure is empty
    When rule PIL-022 runs
    Then it fails for D-1
    And the amount at issue is procurement.award_value

  Scenario: decided on the day of the evaluation
    Given its decided_on is exactly procurement.evaluated_on
    When rule PIL-022 runs
    Then it passes for D-1

  Scenario: decided one day after the evaluation
    Given its decided_on is one day after procurement.evaluated_on
    When rule PIL-022 runs
    Then it fails for D-1

  Scenario: decided by the person itself
    Given its decided_by is "U-EVA"
    When rule PIL-022 runs
    Then it fails for D-1

  Scenario: recused, and evaluated all the same
    Given its measure is "recused"
    When rule PIL-022 runs
    Then it fails for D-1
    And the message for D-1 contains "measure recused"

  Scenario: recused, and no longer among the evaluators
    Given its measure is "recused"
    And its procurement.evaluated_by is "U-EVB"
    When rule PIL-022 runs
    Then it passes for D-1

  Scenario: no interest
    Given its kind is "no_interest"
    And its measure is empty
    When rule PIL-022 runs
    Then it is not applicable to D-1

  Scenario: nobody knows who decided
    Given its decided_by is empty
    When rule PIL-022 runs
    Then it is undetermined for D-1

  Scenario: decided, and nothing is evaluated yet
    Given its procurement.evaluated_on is empty
    And its decided_on is 2026-12-01
    When rule PIL-022 runs
    Then it passes for D-1

  Scenario: recused, and no evaluator is named yet
    Given its procurement.evaluated_by is empty
    And its measure is "recused"
    When rule PIL-022 runs
    Then it passes for D-1

  Scenario: a decision without a day
    Given its decided_on is empty
    When rule PIL-022 runs
    Then it fails for D-1
