Feature: PAY-023 Agency fee above the agreed share
  The fees of an agency, less what it credited, stay within the agreed share of the order as amended
  by the day.

  Background:
    Given a clean invoice I-1
    And its nature is "agency_fee"
    And its contract.value is EUR 1,000.00
    And its contract.fee_ratio is 3%
    And parameter tolerance.rounding is 0.01% from 2026-01-01

  Scenario: the share, rounded within tolerance.rounding
    Given its amount is EUR 30.10
    When rule PAY-023 runs
    Then it passes for I-1

  Scenario: one cent past tolerance.rounding
    Given its amount is EUR 30.11
    When rule PAY-023 runs
    Then it fails for I-1
    And the amount at issue is EUR 0.11

  Scenario: two fees that together pass the share
    Given its amount is EUR 20.00
    And a clean invoice I-2
    And its nature is "agency_fee"
    And its contract is "I-1-C"
    And its amount is EUR 15.00
    And its booked_on is one day after booked_on of I-1
    When rule PAY-023 runs
    Then exactly these fail: I-2
    And it fails for I-2
    And the amount at issue is EUR 5.00

  Scenario: the order was raised before
    Given its amount is EUR 33.00
    And a clean amendment A-1
    And its contract is "I-1-C"
    And its value_change is EUR 100.00
    And its signed_on is exactly booked_on of I-1
    When rule PAY-023 runs
    Then it passes for I-1

  Scenario: the order was raised one day after
    Given its amount is EUR 33.00
    And a clean amendment A-1
    And its contract is "I-1-C"
    And its value_change is EUR 100.00
    And its signed_on is one day after booked_on of I-1
    When rule PAY-023 runs
    Then it fails for I-1

  Scenario: a bill of the price
    Given its nature is "price"
    When rule PAY-023 runs
    Then it is not applicable to I-1

  Scenario: no share was agreed
    Given its contract.fee_ratio is empty
    When rule PAY-023 runs
    Then it is undetermined for I-1
