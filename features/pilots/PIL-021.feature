Feature: PIL-021 Evaluation without the earlier declarations of all evaluators
  Each evaluator declares, before the day of the evaluation, whether there is an interest.

  Background:
    Given a clean procurement P-1

  Scenario: both have declared
    When rule PIL-021 runs
    Then it passes for P-1

  Scenario: one declared the day before the evaluation
    Given the declared_on of P-1-DA is one day before evaluated_on of P-1
    When rule PIL-021 runs
    Then it passes for P-1

  Scenario: one declared on the day of the evaluation
    Given the declared_on of P-1-DA is exactly evaluated_on of P-1
    When rule PIL-021 runs
    Then it fails for P-1
    And the amount at issue is its award_value
    And the message for P-1 contains "before that day: 1"

  Scenario: nobody declared
    Given no declaration names P-1
    When rule PIL-021 runs
    Then it fails for P-1

  Scenario: somebody else declared
    Given the person of P-1-DA is "U-FIN"
    When rule PIL-021 runs
    Then it fails for P-1

  Scenario: one person declared twice
    Given the person of P-1-DA is "U-EVB"
    When rule PIL-021 runs
    Then it fails for P-1

  Scenario: a promise of confidence says nothing of interests
    Given the kind of P-1-DA is "confidentiality"
    When rule PIL-021 runs
    Then it fails for P-1

  Scenario: an interest was declared
    Given the kind of P-1-DA is "interest"
    When rule PIL-021 runs
    Then it passes for P-1

  Scenario: nothing was evaluated
    Given its evaluated_on is empty
    And no declaration names P-1
    When rule PIL-021 runs
    Then it is not applicable to P-1

  Scenario: nobody knows who evaluated
    Given its evaluated_by is empty
    When rule PIL-021 runs
    Then it is undetermined for P-1
