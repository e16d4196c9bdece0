Feature: PAY-012 Bill booked twice
  One vendor, one document number whatever its punctuation and leading zeros, one amount: the first
  entry stands, each later one is at issue, unless a credit note took one of them back.

  Background:
    Given a clean invoice I-1
    And its vendor is "V-1"
    And its document_number is "2026/0041"
    And a clean invoice I-2
    And its vendor is "V-1"
    And its booked_on is P10D after booked_on of I-1

  Scenario: the same number, written otherwise
    Given its document_number is "2026-41"
    When rule PAY-012 runs
    Then exactly these fail: I-2
    And it passes for I-1
    And it fails for I-2
    And the amount at issue is its amount
    And the message for I-2 contains "entry 2 of a bill"

  Scenario: one cent apart
    Given its document_number is "2026-41"
    And its amount is one cent above amount of I-1
    When rule PAY-012 runs
    Then it passes for I-2

  Scenario: one digit apart
    Given its document_number is "2026/0042"
    When rule PAY-012 runs
    Then it passes for I-2

  Scenario: another vendor
    Given its document_number is "2026/0041"
    And its vendor is "V-1B"
    When rule PAY-012 runs
    Then it passes for I-2

  Scenario: the first entry was credited in full and billed anew
    Given its document_number is "2026/0041"
    And a clean invoice CN-1
    And its kind is "credit_note"
    And its reverses is "I-1"
    And its amount is exactly amount of I-1
    When rule PAY-012 runs
    Then it passes for I-2 by exception credited
    And it is not applicable to CN-1

  Scenario: it was credited but for one cent
    Given its document_number is "2026/0041"
    And a clean invoice CN-1
    And its kind is "credit_note"
    And its reverses is "I-1"
    And its amount is one cent below amount of I-1
    When rule PAY-012 runs
    Then it fails for I-2

  Scenario: equal lines of one document
    Given these invoices
      | spending_id | vendor | document_number | amount    | booked_on  |
      | L-1         | V-1    | 77              | EUR 10.00 | 2026-06-25 |
      | L-2         | V-1    | 77              | EUR 10.00 | 2026-06-25 |
      | L-3         | V-1    | 77              | EUR 25.00 | 2026-06-25 |
    When rule PAY-012 runs
    Then exactly these pass by exception lines of one document: L-2

  Scenario: a cancelled entry does not count
    Given its document_number is "2026/0041"
    And the status of I-1 is "cancelled"
    When rule PAY-012 runs
    Then it passes for I-2

  Scenario: a payment is no bill
    Given its document_number is "2026/0041"
    And its kind is "payment"
    When rule PAY-012 runs
    Then it is not applicable to I-2

  Scenario: the bill bears no number
    Given its document_number is empty
    When rule PAY-012 runs
    Then it is undetermined for I-2
