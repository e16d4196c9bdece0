Feature: PAY-001 Paid more than was accepted by that day
  What is paid on a contract, less what came back, stays within what was accepted by the day of
  the payment, unless payment in advance was authorised before.

  Background:
    Given a clean document DOC-A
    And a clean payment S-1

  Scenario: all that was accepted
    Given its amount is exactly amount of S-1-INV-R
    When rule PAY-001 runs
    Then it passes for S-1

  Scenario: one cent more than was accepted
    Given its amount is one cent above amount of S-1-INV-R
    When rule PAY-001 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: accepted on the day of the payment
    Given its amount is exactly amount of S-1-INV-R
    And the accepted_on of S-1-INV-R is exactly booked_on of S-1
    When rule PAY-001 runs
    Then it passes for S-1

  Scenario: accepted the day after the payment
    Given the accepted_on of S-1-INV-R is one day after booked_on of S-1
    When rule PAY-001 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: what was rejected was not accepted
    Given the outcome of S-1-INV-R is "rejected"
    When rule PAY-001 runs
    Then it fails for S-1

  Scenario: two payments for one delivery
    Given its amount is exactly amount of S-1-INV-R
    And a clean payment S-2
    And its contract is "S-1-C"
    And its booked_on is one day after booked_on of S-1
    When rule PAY-001 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And it fails for S-2
    And the amount at issue is its amount

  Scenario: what came back may be paid again
    Given its amount is exactly amount of S-1-INV-R
    And these payments
      | spending_id | kind   | contract | amount                       | booked_on                      |
      | S-2         | refund | S-1-C    | exactly amount of S-1-INV-R  | one day after booked_on of S-1 |
      | S-3         |payment | S-1-C    | exactly amount of S-1-INV-R  | P2D after booked_on of S-1     |
    When rule PAY-001 runs
    Then it passes for S-3
    And it is not applicable to S-2

  Scenario: payment in advance was authorised on the day
    Given no receipt names S-1-C
    And its contract.advance_ref is "DOC-A"
    And the dated_on of DOC-A is exactly booked_on of S-1
    When rule PAY-001 runs
    Then it passes for S-1 by exception authorised advance

  Scenario: payment in advance was authorised the day after
    Given no receipt names S-1-C
    And its contract.advance_ref is "DOC-A"
    And the dated_on of DOC-A is one day after booked_on of S-1
    When rule PAY-001 runs
    Then it fails for S-1

  Scenario: two partial deliveries, each paid when it was accepted
    Given its amount is EUR 400.00
    And the amount of S-1-INV-R is EUR 400.00
    And a clean receipt R-2
    And its contract is "S-1-C"
    And its outcome is "with_reserve"
    And its amount is EUR 600.00
    And its accepted_on is P30D after booked_on of S-1
    And a clean payment S-2
    And its contract is "S-1-C"
    And its amount is EUR 600.00
    And its booked_on is P30D after booked_on of S-1
    When rule PAY-001 runs
    Then it passes for S-1
    And it passes for S-2

  Scenario: up to the declared tolerance
    Given parameter tolerance.match is 1% from 2026-01-01
    And the amount of S-1-INV-R is EUR 1,000.00
    And its amount is EUR 1,010.00
    When rule PAY-001 runs
    Then it passes for S-1

  Scenario: one cent past the declared tolerance
    Given parameter tolerance.match is 1% from 2026-01-01
    And the amount of S-1-INV-R is EUR 1,000.00
    And its amount is EUR 1,010.01
    When rule PAY-001 runs
    Then it fails for S-1
    And the amount at issue is EUR 10.01

  Scenario: an advance is set off against the first delivery
    Given the amount of S-1-INV-R is EUR 500.00
    And its amount is EUR 350.00
    And these payments
      | spending_id | kind        | nature           | contract | amount     | booked_on                       |
      | S-2         | payment     | advance          | S-1-C    | EUR 300.00 | P60D before booked_on of S-1    |
      | S-3         | credit_note | advance_recovery | S-1-C    | EUR 150.00 | one day before booked_on of S-1 |
    When rule PAY-001 runs
    Then it passes for S-1
    And it is not applicable to S-2

  Scenario: the delivery is paid in full and the advance is set off besides
    Given the amount of S-1-INV-R is EUR 500.00
    And its amount is EUR 350.01
    And these payments
      | spending_id | kind        | nature           | contract | amount     | booked_on                       |
      | S-2         | payment     | advance          | S-1-C    | EUR 300.00 | P60D before booked_on of S-1    |
      | S-3         | credit_note | advance_recovery | S-1-C    | EUR 150.00 | one day before booked_on of S-1 |
    When rule PAY-001 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: interest for late payment needs no delivery
    Given its amount is exactly amount of S-1-INV-R
    And a clean payment S-2
    And its contract is "S-1-C"
    And its nature is "late_interest"
    When rule PAY-001 runs
    Then it passes for S-1
    And it is not applicable to S-2

  Scenario: an invoice is no payment
    Given its kind is "invoice"
    When rule PAY-001 runs
    Then it is not applicable to S-1

  Scenario: a payment outside any contract
    Given its contract is empty
    When rule PAY-001 runs
    Then it is not applicable to S-1

  Scenario: nobody knows what the delivery was worth
    Given a clean receipt R-2
    And its contract is "S-1-C"
    And its amount is empty
    When rule PAY-001 runs
    Then it is undetermined for S-1

  Scenario: nobody knows when it was paid
    Given its booked_on is empty
    When rule PAY-001 runs
    Then it is undetermined for S-1
