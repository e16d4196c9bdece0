Feature: RED-031 Award near or above the estimate
  A price that meets the estimate is a reason to ask how the estimate was kept.


  Background:
    Given a clean procurement P-1
    And parameter red.estimate is 99%
    And its estimated_value is EUR 100,000.00

  Scenario: at red.estimate of the estimate
    Given its award_value is EUR 99,000.00
    When rule RED-031 runs
    Then it fails for P-1

  Scenario: one cent below it
    Given its award_value is one cent below EUR 99,000.00
    When rule RED-031 runs
    Then it passes for P-1

  Scenario: above the estimate
    Given its award_value is EUR 100,000.01
    When rule RED-031 runs
    Then it fails for P-1

  Scenario: not awarded
    Given its awarded_on is empty
    When rule RED-031 runs
    Then it is not applicable to P-1

  Scenario: an estimate of nothing
    Given its estimated_value is EUR 0.00
    When rule RED-031 runs
    Then it is not applicable to P-1

  Scenario: no estimate
    Given its estimated_value is empty
    When rule RED-031 runs
    Then it is undetermined for P-1
