Feature: PAY-026 Interest for late payment above what the delays give
  Interest that is paid under a contract stays within the rate for the days by which its payments
  were late, and a fixed sum for each of them.

  Background:
    Given parameter late.rate is 10% from 2026-01-01
    And a clean payment S-1
    And its amount is EUR 365,000.00
    And its booked_on is P10D after due_on
    And a clean payment S-2
    And its nature is "late_interest"
    And its contract is "S-1-C"

  Scenario: ten days and the fixed sum
    Given parameter late.rate is 10% from 2026-01-01
    And parameter late.compensation is EUR 40.00 from 2026-01-01
    And its amount is EUR 1,040.00
    When rule PAY-026 runs
    Then it passes for S-2

  Scenario: one cent above ten days and the fixed sum
    Given parameter late.rate is 10% from 2026-01-01
    And parameter late.compensation is EUR 40.00 from 2026-01-01
    And its amount is EUR 1,040.01
    When rule PAY-026 runs
    Then it fails for S-2
    And the amount at issue is its amount

  Scenario: nothing was late
    Given the booked_on of S-1 is exactly due_on of S-1
    And its amount is EUR 0.01
    When rule PAY-026 runs
    Then it fails for S-2

  Scenario: a payment of the price
    When rule PAY-026 runs
    Then it is not applicable to S-1

  Scenario: the interest has no amount
    Given its amount is empty
    When rule PAY-026 runs
    Then it is undetermined for S-2
