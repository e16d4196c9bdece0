Feature: FND-024 Lines below a parent above the parent's ceiling
  The ceilings of the lines of a programme add up to no more than the ceiling of the programme.

  Background:
    Given a clean funding line FL-1
    And its ceiling is EUR 500,000.00
    And a clean funding line FL-2
    And its parent is "FL-1"
    And its ceiling is EUR 300,000.00
    And a clean funding line FL-3
    And its parent is "FL-1"
    And its ceiling is EUR 200,000.00

  Scenario: the lines use the ceiling up
    When rule FND-024 runs
    Then it passes for FL-1/2026

  Scenario: the lines are one cent above it
    Given its ceiling is one cent above EUR 200,000.00
    When rule FND-024 runs
    Then it fails for FL-1/2026
    And the amount at issue is EUR 0.01

  Scenario: a line of another year does not count
    Given its ceiling is one cent above EUR 200,000.00
    And its budget_year is 2027
    When rule FND-024 runs
    Then it passes for FL-1/2026

  Scenario: a line that was replaced does not count
    Given its ceiling is one cent above EUR 200,000.00
    And its status is "superseded"
    When rule FND-024 runs
    Then it passes for FL-1/2026

  Scenario: a line without lines below it
    When rule FND-024 runs
    Then it is not applicable to FL-3/2026

  Scenario: nobody knows the ceiling of one line
    Given its ceiling is empty
    When rule FND-024 runs
    Then it is undetermined for FL-1/2026
