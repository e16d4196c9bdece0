Feature: PAY-038 Billed more than was delivered by that day
  What is billed for deliveries stays within what had been delivered by the day on which the bill
  was booked; a delivery that waits for its acceptance counts, a rejected one does not.

  Background:
    Given a clean document DOC-A
    And a clean invoice I-1

  Scenario: all that was delivered
    Given its amount is exactly amount of I-1-R
    When rule PAY-038 runs
    Then it passes for I-1

  Scenario: one cent more
    Given its amount is one cent above amount of I-1-R
    When rule PAY-038 runs
    Then it fails for I-1
    And the amount at issue is EUR 0.01

  Scenario: one cent past a declared tolerance
    Given parameter tolerance.match is 1% from 2026-01-01
    And the amount of I-1-R is EUR 1,000.00
    And its amount is EUR 1,010.01
    When rule PAY-038 runs
    Then it fails for I-1

  Scenario: up to a declared tolerance
    Given parameter tolerance.match is 1% from 2026-01-01
    And the amount of I-1-R is EUR 1,000.00
    And its amount is EUR 1,010.00
    When rule PAY-038 runs
    Then it passes for I-1

  Scenario: delivered on the day, not yet accepted
    Given the delivered_on of I-1-R is exactly booked_on of I-1
    And the outcome of I-1-R is empty
    When rule PAY-038 runs
    Then it passes for I-1

  Scenario: delivered one day after the bill
    Given the delivered_on of I-1-R is one day after booked_on of I-1
    When rule PAY-038 runs
    Then it fails for I-1
    And the amount at issue is its amount

  Scenario: the delivery was rejected
    Given the outcome of I-1-R is "rejected"
    When rule PAY-038 runs
    Then it fails for I-1

  Scenario: a credit note makes room for the corrected bill
    Given its amount is exactly amount of I-1-R
    And these invoices
      | spending_id | kind        | contract | amount                   | booked_on                      |
      | CN-1        | credit_note | I-1-C    | exactly amount of I-1-R  | one day after booked_on of I-1 |
      | I-2         | invoice     | I-1-C    | exactly amount of I-1-R  | P2D after booked_on of I-1     |
    When rule PAY-038 runs
    Then it passes for I-2

  Scenario: payment in advance was authorised on the day
    Given no receipt names I-1-C
    And its contract.advance_ref is "DOC-A"
    And the dated_on of DOC-A is exactly booked_on of I-1
    When rule PAY-038 runs
    Then it passes for I-1 by exception authorised advance

  Scenario: payment in advance was authorised the day after
    Given no receipt names I-1-C
    And its contract.advance_ref is "DOC-A"
    And the dated_on of DOC-A is one day after booked_on of I-1
    When rule PAY-038 runs
    Then it fails for I-1

  Scenario: the bill of an advance has a rule of its own
    Given its nature is "advance"
    When rule PAY-038 runs
    Then it is not applicable to I-1

  Scenario: nobody knows what the delivery was worth
    Given the amount of I-1-R is empty
    And a clean receipt R-2
    And its contract is "I-1-C"
    And its amount is exactly amount of I-1
    When rule PAY-038 runs
    Then it is undetermined for I-1
