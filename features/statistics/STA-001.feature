# Amounts that are unknown are left out, so nothing is left open.
@no-undetermined
Feature: STA-001 First digits of payments far from Benford's law
  Many amounts of all sizes begin with small digits more often than with large ones; fixed prices and limits disturb that.


  Background:
    Given these payments
      | spending_id | vendor | amount |
      | S-1 | V-1 | EUR 1,100.00 |
      | S-2 | V-1 | EUR 12.00 |
      | S-3 | V-1 | EUR 200.00 |
      | S-4 | V-1 | EUR 35,000.00 |
    And parameter statistics.least is 4
    And parameter statistics.orders is 1000

  Scenario: nearer than the limit
    Given parameter statistics.first_digit is 0.9
    When rule STA-001 runs
    Then it passes for payment

  Scenario: farther than the limit
    Given parameter statistics.first_digit is 0.001
    When rule STA-001 runs
    Then it fails for payment

  Scenario: one fewer than the amounts that are needed
    Given parameter statistics.first_digit is 0.001
    And parameter statistics.least is 9
    When rule STA-001 runs
    Then it is not applicable to payment

  Scenario: all of nearly one size
    Given parameter statistics.first_digit is 0.001
    And parameter statistics.orders is 100000
    When rule STA-001 runs
    Then it is not applicable to payment
