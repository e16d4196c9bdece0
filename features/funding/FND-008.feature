Feature: FND-008 Payments on a line above the credit in force on their day
  Payments less refunds stay within the credit of the line and year that had been approved and had
  taken effect by the day.

  Background:
    Given a clean payment S-1

  Scenario: all of the credit and no more
    Given its amount is exactly amount of FL-1-M1
    When rule FND-008 runs
    Then it passes for S-1

  Scenario: one cent more than the credit
    Given its amount is one cent above amount of FL-1-M1
    When rule FND-008 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: earlier payments use the credit up, and a refund gives it back
    Given these payments
      | spending_id | kind    | amount           | booked_on  |
      | S-2         | payment | EUR 900,000.00   | 2026-07-01 |
      | S-3         | refund  | EUR 48,765.43    | 2026-07-02 |
      | S-4         | payment | EUR 100,000.00   | 2026-07-03 |
      | S-5         | payment | EUR 0.01         | 2026-07-04 |
    When rule FND-008 runs
    Then exactly these fail: S-5
    And it is not applicable to S-3
    And it passes for S-4
    And it fails for S-5
    And the amount at issue is EUR 0.01

  Scenario: contract authority binds and never pays
    Given the kind of FL-1-M1 is "contract_authority"
    When rule FND-008 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: a freeze does not stop the payment of what was bound
    Given its amount is exactly amount of FL-1-M1
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "freeze"
    When rule FND-008 runs
    Then it passes for S-1

  Scenario: credit that takes effect on the day counts
    Given its amount is exactly amount of FL-1-M1
    And the effective_on of FL-1-M1 is exactly booked_on of S-1
    When rule FND-008 runs
    Then it passes for S-1

  Scenario: credit that takes effect the day after does not count
    Given the effective_on of FL-1-M1 is one day after booked_on of S-1
    When rule FND-008 runs
    Then it fails for S-1

  Scenario: credit approved the day after does not count
    Given the approved_on of FL-1-M1 is one day after booked_on of S-1
    When rule FND-008 runs
    Then it fails for S-1

  Scenario: credit carried out of the line is no longer there
    Given its amount is exactly amount of FL-1-M1
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "carry_out"
    And its amount is EUR 0.01
    When rule FND-008 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: another budget year has its own credit
    Given its amount is exactly amount of FL-1-M1
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its budget_year is 2027
    And the amount of S-1 is one cent above amount of FL-1-M1
    When rule FND-008 runs
    Then it fails for S-1

  Scenario: an invoice is no payment
    Given its kind is "invoice"
    When rule FND-008 runs
    Then it is not applicable to S-1

  Scenario: nobody knows which year is charged
    Given its budget_year is empty
    When rule FND-008 runs
    Then it is undetermined for S-1
