Feature: PAY-021 Price adjusted where the contract does not allow it, or by more
  A price is adjusted only where it is not fixed, and all adjustments together stay within the agreed
  share of the value as signed.

  Background:
    Given a clean invoice I-1
    And its nature is "price_adjustment"
    And its contract.price_basis is "fixed_with_adjustment"
    And its contract.value is EUR 1,000.00
    And its contract.adjustment_cap is 5%

  Scenario: exactly the cap
    Given its amount is EUR 50.00
    When rule PAY-021 runs
    Then it passes for I-1

  Scenario: one cent above the cap
    Given its amount is EUR 50.01
    When rule PAY-021 runs
    Then it fails for I-1
    And the amount at issue is EUR 0.01

  Scenario: two adjustments, one credited in part
    Given its amount is EUR 40.00
    And these invoices
      | spending_id | kind        | nature           | contract | amount    | booked_on                      |
      | CN-1        | credit_note | price_adjustment | I-1-C    | EUR 10.00 | one day after booked_on of I-1 |
      | I-2         | invoice     | price_adjustment | I-1-C    | EUR 20.00 | P2D after booked_on of I-1     |
      | I-3         | invoice     | price_adjustment | I-1-C    | EUR 0.01  | P3D after booked_on of I-1     |
    When rule PAY-021 runs
    Then exactly these fail: I-3

  Scenario: the price is fixed
    Given its contract.price_basis is "fixed"
    And its contract.adjustment_cap is empty
    When rule PAY-021 runs
    Then it fails for I-1
    And the amount at issue is its amount

  Scenario: a bill of the price
    Given its nature is "price"
    When rule PAY-021 runs
    Then it is not applicable to I-1

  Scenario: no cap was agreed
    Given its contract.adjustment_cap is empty
    When rule PAY-021 runs
    Then it is undetermined for I-1
