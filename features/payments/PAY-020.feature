Feature: PAY-020 Damages claimed above the agreed cap
  Damages that are credited, or paid back, under one contract stay within the agreed share of its
  value as amended.

  Background:
    Given a clean invoice S-1
    And its kind is "credit_note"
    And its nature is "damages"
    And its contract.value is EUR 1,000.00
    And its contract.damages_cap is 10%

  Scenario: exactly the cap
    Given its amount is EUR 100.00
    When rule PAY-020 runs
    Then it passes for S-1

  Scenario: one cent above the cap
    Given its amount is EUR 100.01
    When rule PAY-020 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: two claims
    Given its amount is EUR 60.00
    And a clean invoice S-2
    And its kind is "credit_note"
    And its nature is "damages"
    And its contract is "S-1-C"
    And its amount is EUR 60.00
    And its booked_on is one day after booked_on of S-1
    When rule PAY-020 runs
    Then exactly these fail: S-2
    And it fails for S-2
    And the amount at issue is EUR 20.00

  Scenario: the credit note is then paid back
    Given its amount is EUR 100.00
    And a clean invoice S-2
    And its kind is "refund"
    And its nature is "damages"
    And its contract is "S-1-C"
    And its amount is EUR 100.00
    When rule PAY-020 runs
    Then it passes for S-2

  Scenario: a correction of the price
    Given its nature is "price"
    When rule PAY-020 runs
    Then it is not applicable to S-1

  Scenario: no cap was agreed
    Given its contract.damages_cap is empty
    When rule PAY-020 runs
    Then it is undetermined for S-1
