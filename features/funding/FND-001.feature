Feature: FND-001 Commitment above the credit in force on its day
  A line may be committed up to the credit that had been approved and had taken effect by the day.

  Background:
    Given a clean commitment S-1

  Scenario: one cent more than the credit
    Given its amount is one cent above amount of FL-1-M1
    When rule FND-001 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: all of the credit and no more
    Given its amount is exactly amount of FL-1-M1
    When rule FND-001 runs
    Then it passes for S-1

  Scenario: earlier commitments use the credit up
    Given its amount is half of amount of FL-1-M1
    And a clean commitment S-2
    And its amount is one cent above half of amount of FL-1-M1
    And its booked_on is one day after booked_on of S-1
    When rule FND-001 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And it fails for S-2
    And the amount at issue is EUR 0.01

  Scenario: on the same day the earlier number comes first
    Given its amount is exactly amount of FL-1-M1
    And a clean commitment S-2
    And its booked_on is exactly booked_on of S-1
    When rule FND-001 runs
    Then it passes for S-1
    And it fails for S-2
    And the amount at issue is its amount

  Scenario: what was released may be committed again
    Given its amount is exactly amount of FL-1-M1
    And these commitments
      | spending_id | kind         | amount                          | booked_on                            |
      | S-2         | decommitment | EUR 1,000.00                    | one day after booked_on of S-1       |
      | S-3         | commitment   | EUR 1,000.00                    | P2D after booked_on of S-1           |
      | S-4         | commitment   | EUR 0.01                        | P3D after booked_on of S-1           |
    When rule FND-001 runs
    Then exactly these fail: S-4
    And it passes for S-3
    And it is not applicable to S-2

  Scenario: credit that takes effect on the day counts
    Given the amount of FL-1-M1 is exactly amount of S-1
    And the effective_on of FL-1-M1 is exactly booked_on of S-1
    When rule FND-001 runs
    Then it passes for S-1

  Scenario: credit that takes effect the day after does not count
    Given the amount of FL-1-M1 is exactly amount of S-1
    And the effective_on of FL-1-M1 is one day after booked_on of S-1
    When rule FND-001 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: credit approved after the day does not count, whatever its effect
    Given the approved_on of FL-1-M1 is one day after booked_on of S-1
    When rule FND-001 runs
    Then it fails for S-1
    And the message for S-1 contains "FL-1/2026"

  Scenario: a transfer to another line lowers the credit
    Given its amount is exactly amount of FL-1-M1
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "transfer_out"
    And its amount is EUR 0.01
    When rule FND-001 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: power to bind later years is no credit of this year
    Given its amount is exactly amount of FL-1-M1
    And the kind of FL-1-M1 is "contract_authority"
    When rule FND-001 runs
    Then it fails for S-1

  Scenario: a year that is still to come is bound under contract authority, not credit
    Given its booked_on is one day before 2026-01-01
    When rule FND-001 runs
    Then it is not applicable to S-1

  Scenario: an invoice is no commitment
    Given its kind is "invoice"
    When rule FND-001 runs
    Then it is not applicable to S-1

  Scenario: nobody knows when the credit was approved
    Given the approved_on of FL-1-M1 is empty
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    When rule FND-001 runs
    Then it is undetermined for S-1

  Scenario: the commitment bears no date
    Given its booked_on is empty
    When rule FND-001 runs
    Then it is undetermined for S-1
