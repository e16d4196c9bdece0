Feature: FND-023 Line carried forward beyond the longest time
  Credit that is carried forward ends after some years.

  Background:
    Given a clean funding line FL-1
    And parameter period.carry_forward is 24 months from 2026-01-01
    And its pay_until is 2026-12-31

  Scenario: the longest time
    # Two years after 31 December 2026.
    Given its carry_forward_until is 2028-12-31
    When rule FND-023 runs
    Then it passes for FL-1/2026

  Scenario: one day longer
    Given its carry_forward_until is one day after 2028-12-31
    When rule FND-023 runs
    Then it fails for FL-1/2026
    And the message for FL-1/2026 contains "2029-01-01"

  Scenario: a line that is not carried forward
    Given its carry_forward_until is empty
    When rule FND-023 runs
    Then it is not applicable to FL-1/2026

  Scenario: nobody knows when the line ends
    Given its pay_until is empty
    When rule FND-023 runs
    Then it is undetermined for FL-1/2026
