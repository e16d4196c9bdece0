Feature: RED-002 Estimate just below the threshold of public competition
  Estimates that crowd just below a threshold are a reason to ask how they were made.


  Background:
    Given a clean procurement P-1

  Scenario: one cent below the threshold
    Given its method is "limited"
    And its estimated_value is one cent below red.threshold
    When rule RED-002 runs
    Then it fails for P-1

  Scenario: at the threshold itself
    Given its method is "limited"
    And its estimated_value is exactly red.threshold
    When rule RED-002 runs
    Then it is not applicable to P-1

  Scenario: at the lower end of the zone, red.near below it
    Given its method is "limited"
    And parameter red.near is 10%
    And its estimated_value is EUR 126,000.00
    When rule RED-002 runs
    Then it fails for P-1

  Scenario: one cent below the zone
    Given its method is "limited"
    And parameter red.near is 10%
    And its estimated_value is one cent below EUR 126,000.00
    When rule RED-002 runs
    Then it passes for P-1

  Scenario: competed in the open, whatever it is worth
    Given its estimated_value is one cent below red.threshold
    When rule RED-002 runs
    Then it is not applicable to P-1

  Scenario: nobody knows the estimate
    Given its method is "limited"
    And its estimated_value is empty
    When rule RED-002 runs
    Then it is undetermined for P-1
