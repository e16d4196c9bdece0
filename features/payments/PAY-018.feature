Feature: PAY-018 Part to be held back paid before final acceptance
  Until the final acceptance the agreed part of each bill stays unpaid, and what was held back is not
  released; a guarantee may stand in for it.

  Background:
    Given a clean payment S-1
    And its contract.retention_ratio is 5%
    And the amount of S-1-INV is EUR 1,000.00
    And parameter tolerance.rounding is 0.01% from 2026-01-01

  Scenario: the part is held back, rounded within tolerance.rounding
    Given its amount is EUR 950.10
    When rule PAY-018 runs
    Then it passes for S-1

  Scenario: one cent past tolerance.rounding
    Given its amount is EUR 950.11
    When rule PAY-018 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.11

  Scenario: the final acceptance is of the day of payment
    Given its amount is EUR 1,000.00
    And the final of S-1-INV-R is yes
    And the accepted_on of S-1-INV-R is exactly booked_on of S-1
    When rule PAY-018 runs
    Then it is not applicable to S-1

  Scenario: the final acceptance is of one day after
    Given its amount is EUR 1,000.00
    And the final of S-1-INV-R is yes
    And the accepted_on of S-1-INV-R is one day after booked_on of S-1
    When rule PAY-018 runs
    Then it fails for S-1
    And the amount at issue is EUR 50.00

  Scenario: accepted with reserve is not final
    Given its amount is EUR 1,000.00
    And the final of S-1-INV-R is yes
    And the outcome of S-1-INV-R is "with_reserve"
    When rule PAY-018 runs
    Then it fails for S-1

  Scenario: released before the final acceptance
    Given its amount is EUR 50.00
    And its nature is "retention_release"
    When rule PAY-018 runs
    Then it fails for S-1
    And the amount at issue is EUR 50.00

  Scenario: a guarantee stands in for it
    Given its amount is EUR 1,000.00
    And a clean guarantee G-1
    And its kind is "retention"
    And its contract is "S-1-C"
    And its amount is EUR 50.00
    And its issued_on is exactly booked_on of S-1
    When rule PAY-018 runs
    Then it passes for S-1 by exception guarantee in place of retention

  Scenario: the guarantee is one cent short
    Given its amount is EUR 1,000.00
    And a clean guarantee G-1
    And its kind is "retention"
    And its contract is "S-1-C"
    And its amount is EUR 49.99
    When rule PAY-018 runs
    Then it fails for S-1

  Scenario: the contract holds nothing back
    Given its contract.retention_ratio is empty
    When rule PAY-018 runs
    Then it is not applicable to S-1

  Scenario: the payment names no bill
    Given its settles is empty
    When rule PAY-018 runs
    Then it is undetermined for S-1
