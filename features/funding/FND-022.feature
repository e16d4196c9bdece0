Feature: FND-022 Commitments open after the last day for their payment
  When a line can no longer be paid, nothing of its commitments is left open.

  Background:
    # EUR 98,765.43 were committed and EUR 48,765.43 paid.
    Given a clean payment S-1
    And the pay_until of FL-1 is 2026-08-31
    And the carry_forward_until of FL-1 is empty
    And a clean commitment S-2
    And its kind is "decommitment"
    And its contract is "S-1-C"
    And its amount is EUR 50,000.00
    And its booked_on is 2026-09-15

  Scenario: the rest was released
    When rule FND-022 runs
    Then it passes for FL-1/2026

  Scenario: one cent is still open
    Given its amount is one cent below EUR 50,000.00
    When rule FND-022 runs
    Then it fails for FL-1/2026
    And the amount at issue is EUR 0.01

  Scenario: the rest was carried out with its credit
    Given its status is "cancelled"
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "carry_out"
    And its amount is EUR 50,000.00
    When rule FND-022 runs
    Then it passes for FL-1/2026

  Scenario: the line is carried forward and may still be paid
    Given its status is "cancelled"
    And the carry_forward_until of FL-1 is 2028-12-31
    When rule FND-022 runs
    Then it is not applicable to FL-1/2026

  Scenario: the line was carried forward, and that has ended
    Given its status is "cancelled"
    And the carry_forward_until of FL-1 is 2026-10-31
    When rule FND-022 runs
    Then it fails for FL-1/2026
    And the amount at issue is EUR 50,000.00

  Scenario: on the last day for closing the release may still come
    Given its status is "cancelled"
    And the pay_until of FL-1 is period.lapse before 2026-12-31
    When rule FND-022 runs as of 2026-12-31
    Then it is not applicable to FL-1/2026

  Scenario: one day after the time for closing
    Given its status is "cancelled"
    And the pay_until of FL-1 is period.lapse before 2026-12-31
    When rule FND-022 runs as of 2027-01-01
    Then it fails for FL-1/2026

  Scenario: nobody knows until when the line may be paid
    Given the pay_until of FL-1 is empty
    When rule FND-022 runs
    Then it is undetermined for FL-1/2026
