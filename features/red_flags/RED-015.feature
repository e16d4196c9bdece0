Feature: RED-015 Offers evaluated long after they were opened
  Offers that lie open for long are a reason to ask what held the evaluation.


  Background:
    Given a clean procurement P-1

  Scenario: on the last day
    Given its evaluated_on is red.evaluation after opened_on
    When rule RED-015 runs
    Then it passes for P-1

  Scenario: one day later
    Given its evaluated_on is one day after red.evaluation after opened_on
    When rule RED-015 runs
    Then it fails for P-1

  Scenario: no offers were opened
    Given its opened_on is empty
    When rule RED-015 runs
    Then it is not applicable to P-1

  Scenario: not yet evaluated
    Given its evaluated_on is empty
    When rule RED-015 runs
    Then it is undetermined for P-1
