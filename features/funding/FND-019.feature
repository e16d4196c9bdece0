Feature: FND-019 Credit carried in that the year before did not carry out
  A year carries in no more than the year before carried out of the same line.

  Background:
    Given a clean budget movement M-1
    And its kind is "carry_in"
    And its amount is EUR 120,000.00
    And its effective_on is 2026-01-15
    And a clean funding line FL-9
    And its budget_year is 2025
    And its line_id is "FL-1"
    And a clean budget movement M-2
    And its kind is "carry_out"
    And its budget_year is 2025
    And its amount is EUR 120,000.00
    And its effective_on is 2025-12-31

  Scenario: all that was carried out
    When rule FND-019 runs
    Then it passes for M-1

  Scenario: one cent more than was carried out
    Given the amount of M-1 is one cent above amount of M-2
    When rule FND-019 runs
    Then it fails for M-1
    And the amount at issue is EUR 0.01

  Scenario: carried in twice
    Given a clean budget movement M-3
    And its kind is "carry_in"
    And its amount is EUR 120,000.00
    And its effective_on is one day after effective_on of M-1
    When rule FND-019 runs
    Then exactly these fail: M-3

  Scenario: nothing was carried out
    Given its status is "cancelled"
    When rule FND-019 runs
    Then it fails for M-1
    And the amount at issue is amount of M-1

  Scenario: the line had another number in the year before
    Given the counter_line of M-1 is "FL-8"
    And its funding_line is "FL-8"
    And a clean funding line FL-7
    And its budget_year is 2025
    And its line_id is "FL-8"
    When rule FND-019 runs
    Then it passes for M-1

  Scenario: what is carried out is judged by itself
    When rule FND-019 runs
    Then it is not applicable to M-2

  Scenario: the year before is not in the batch
    Given the counter_line of M-1 is "FL-6"
    When rule FND-019 runs
    Then it is undetermined for M-1
