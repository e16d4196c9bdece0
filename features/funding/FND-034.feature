Feature: FND-034 Surplus of contributions kept after the last day of the line
  What the nations paid and the line did not spend goes back to them within a time after its last day.

  Background:
    Given a clean payment S-1
    And its funding_line.source is "multinational_mou"
    And its amount is EUR 60,000.00
    And the pay_until of FL-1/2026 is 2026-06-30
    And the carry_forward_until of FL-1/2026 is empty
    And these contributions
      | contribution_id | funding_line | nation | kind     | amount        | on_date    |
      | K-1             | FL-1         | NL     | received | EUR 90,000.00 | 2026-02-02 |
    And parameter period.surplus_return is 180 days
    And parameter floor.surplus is EUR 100.00

  Scenario: one day after the time to return it
    When rule FND-034 runs as of 2026-12-28
    Then it fails for FL-1/2026
    And the amount at issue is EUR 30,000.00

  Scenario: on the last day to return it
    When rule FND-034 runs as of 2026-12-27
    Then it is not applicable to FL-1/2026

  Scenario: a shorter time
    Given parameter period.surplus_return is 30 days
    When rule FND-034 runs as of 2026-07-31
    Then it fails for FL-1/2026

  Scenario: what is left is the floor
    Given the amount of S-1 is EUR 89,900.00
    When rule FND-034 runs as of 2026-12-28
    Then it passes for FL-1/2026

  Scenario: one cent more is left
    Given the amount of S-1 is one cent below EUR 89,900.00
    When rule FND-034 runs as of 2026-12-28
    Then it fails for FL-1/2026
    And the amount at issue is EUR 100.01

  Scenario: a lower floor
    Given parameter floor.surplus is EUR 99.99
    And the amount of S-1 is EUR 89,900.00
    When rule FND-034 runs as of 2026-12-28
    Then it fails for FL-1/2026

  Scenario: it was returned
    Given these contributions
      | contribution_id | funding_line | nation | kind     | amount        | on_date    |
      | K-2             | FL-1         | NL     | returned | EUR 29,900.00 | 2026-08-03 |
    When rule FND-034 runs as of 2026-12-28
    Then it passes for FL-1/2026

  Scenario: what came back from the firm is left too
    Given the amount of S-1 is EUR 90,000.00
    And a clean payment S-2
    And its kind is "refund"
    And its amount is EUR 100.01
    And its vendor is "V-1"
    When rule FND-034 runs as of 2026-12-28
    Then it fails for FL-1/2026

  Scenario: credit may still be paid from what was carried forward
    Given the carry_forward_until of FL-1/2026 is 2027-12-31
    When rule FND-034 runs as of 2026-12-28
    Then it is not applicable to FL-1/2026

  Scenario: a later year of the line is settled last
    Given a clean funding line FL-2
    And the budget_year of FL-2/2026 is 2027
    And the source of FL-2/2027 is "multinational_mou"
    And the line_id of FL-2/2027 is "FL-1"
    When rule FND-034 runs as of 2026-12-28
    Then it is not applicable to FL-1/2026

  Scenario: the line of one budget
    Given the source of FL-1/2026 is "military_budget"
    When rule FND-034 runs as of 2026-12-28
    Then it is not applicable to FL-1/2026

  Scenario: nobody knows how much came in
    Given the amount of K-1 is empty
    When rule FND-034 runs as of 2026-12-28
    Then it is undetermined for FL-1/2026
