Feature: STA-006 Payments concentrated on few vendors
  Where few firms receive most of the money of a year, that is a reason to survey the market.


  Background:
    Given these payments
      | spending_id | budget_year | vendor | amount |
      | S-1 | 2031 | V-6 | EUR 100.00 |
      | S-2 | 2031 | V-7 | EUR 100.00 |
      | S-3 | 2031 | V-8 | EUR 100.00 |
      | S-4 | 2031 | V-9 | EUR 100.00 |
    And parameter statistics.concentration is 0.25
    And parameter statistics.few is 4

  Scenario: four firms of one size: 0.25
    When rule STA-006 runs
    Then it passes for 2031

  Scenario: three firms
    Given its vendor is "V-6"
    When rule STA-006 runs
    Then it fails for 2031

  Scenario: one fewer than the payments that are needed
    Given parameter statistics.few is 5
    And its vendor is "V-6"
    When rule STA-006 runs
    Then it is not applicable to 2031

  Scenario: the firm of one payment is unknown
    Given parameter statistics.concentration is 0.5
    And its vendor is empty
    When rule STA-006 runs
    Then it is undetermined for 2031
