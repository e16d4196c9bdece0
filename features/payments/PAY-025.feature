Feature: PAY-025 Interest for late payment owed and not booked
  Where interest for the days of delay passes a floor, a line of interest stands under the contract.

  Background:
    Given a clean payment S-1
    And parameter late.rate is 10% from 2026-01-01
    And its amount is EUR 365,000.00

  Scenario: two days come exactly to the floor
    Given parameter floor.late_interest is EUR 200.00 from 2026-01-01
    And its booked_on is P2D after due_on
    When rule PAY-025 runs
    Then it is not applicable to S-1

  Scenario: three days pass the floor
    Given parameter floor.late_interest is EUR 200.00 from 2026-01-01
    And its booked_on is P3D after due_on
    When rule PAY-025 runs
    Then it fails for S-1
    And the amount at issue is EUR 300.00

  Scenario: two days of one cent more
    Given its amount is EUR 365,000.01
    And parameter floor.late_interest is EUR 199.99 from 2026-01-01
    And its booked_on is P2D after due_on
    When rule PAY-025 runs
    Then it fails for S-1

  Scenario: the interest is accrued
    Given its booked_on is P3D after due_on
    And a clean payment S-2
    And its kind is "accrual"
    And its nature is "late_interest"
    And its contract is "S-1-C"
    When rule PAY-025 runs
    Then it passes for S-1

  Scenario: paid one day after the last day, for little
    Given its amount is EUR 1,000.00
    And its booked_on is one day after due_on
    When rule PAY-025 runs
    Then it is not applicable to S-1

  Scenario: neither an agreed day nor the day of receipt is known
    Given its due_on is empty
    And its received_on is empty
    When rule PAY-025 runs
    Then it is undetermined for S-1
