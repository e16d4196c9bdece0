Feature: PAY-003 Invoice paid twice
  One vendor, one document number whatever its punctuation, one amount in one currency: the first
  payment stands, each later one is at issue.

  Background:
    Given a clean payment S-1
    And its vendor is "V-1"
    And its document_number is "INV-2026/041"
    And a clean payment S-2
    And its vendor is "V-1"
    And its booked_on is P30D after booked_on of S-1

  Scenario: the same number, written otherwise
    Given its document_number is "inv 2026 041"
    When rule PAY-003 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And it fails for S-2
    And the amount at issue is its amount
    And the message for S-2 contains "payment 2 of"

  Scenario: the same number with leading zeros
    Given its document_number is "INV-02026/0041"
    When rule PAY-003 runs
    Then exactly these fail: S-2

  Scenario: a zero at the end is another number
    Given its document_number is "INV-2026/0410"
    When rule PAY-003 runs
    Then it passes for S-2

  Scenario: two halves of one bill
    Given its document_number is "INV-2026/041"
    And its settles is "S-1-INV"
    And the amount of S-1 is EUR 500.00
    And its amount is EUR 500.00
    And the amount of S-1-INV is EUR 1,000.00
    When rule PAY-003 runs
    Then it passes for S-2 by exception part payments of one bill

  Scenario: two halves of a bill that is one cent lower
    Given its document_number is "INV-2026/041"
    And its settles is "S-1-INV"
    And the amount of S-1 is EUR 500.00
    And its amount is EUR 500.00
    And the amount of S-1-INV is EUR 999.99
    When rule PAY-003 runs
    Then it fails for S-2

  Scenario: the same day, the later number
    Given its document_number is "INV-2026/041"
    And its booked_on is exactly booked_on of S-1
    When rule PAY-003 runs
    Then exactly these fail: S-2
    And it passes for S-1

  Scenario: one cent apart
    Given its document_number is "INV-2026/041"
    And its amount is one cent above amount of S-1
    When rule PAY-003 runs
    Then it passes for S-2

  Scenario: one digit apart
    Given its document_number is "INV-2026/042"
    When rule PAY-003 runs
    Then it passes for S-2

  Scenario: another vendor
    Given its document_number is "INV-2026/041"
    And its vendor is "V-1B"
    When rule PAY-003 runs
    Then it passes for S-2

  Scenario: the same figures in another currency
    Given its document_number is "INV-2026/041"
    And the amount of S-1 is EUR 500.00
    And its amount is USD 500.00
    When rule PAY-003 runs
    Then it passes for S-2

  Scenario: lines of one document on one day
    Given these payments
      | spending_id | vendor | document_number | amount     | booked_on  |
      | L-1         | V-1    | INV-77          | EUR 10.00  | 2026-06-25 |
      | L-2         | V-1    | INV-77          | EUR 10.00  | 2026-06-25 |
      | L-3         | V-1    | INV-77          | EUR 25.00  | 2026-06-25 |
    When rule PAY-003 runs
    Then exactly these pass by exception lines of one document: L-2
    And it passes for L-1
    And it passes for L-3

  Scenario: a line of that document again on another day
    Given these payments
      | spending_id | vendor | document_number | amount     | booked_on  |
      | L-1         | V-1    | INV-77          | EUR 10.00  | 2026-06-25 |
      | L-2         | V-1    | INV-77          | EUR 25.00  | 2026-06-25 |
      | L-3         | V-1    | INV-77          | EUR 10.00  | 2026-07-25 |
    When rule PAY-003 runs
    Then exactly these fail: L-3

  Scenario: the second payment came back in full
    Given its document_number is "INV-2026/041"
    And a clean payment S-3
    And its kind is "refund"
    And its document_number is "INV-2026/041"
    And its amount is exactly amount of S-2
    And its booked_on is one day after booked_on of S-2
    When rule PAY-003 runs
    Then it passes for S-2 by exception refunded
    And it is not applicable to S-3

  Scenario: it came back but for one cent
    Given its document_number is "INV-2026/041"
    And a clean payment S-3
    And its kind is "refund"
    And its document_number is "INV-2026/041"
    And its amount is one cent below amount of S-2
    And its booked_on is one day after booked_on of S-2
    When rule PAY-003 runs
    Then it fails for S-2

  Scenario: a cancelled payment is no first payment
    Given its document_number is "INV-2026/041"
    And the status of S-1 is "cancelled"
    When rule PAY-003 runs
    Then it passes for S-2
    And it is not applicable to S-1

  Scenario: an invoice is no payment
    Given its document_number is "INV-2026/041"
    And its kind is "invoice"
    When rule PAY-003 runs
    Then it is not applicable to S-2

  Scenario: the document bears no number
    Given its document_number is empty
    When rule PAY-003 runs
    Then it is undetermined for S-2
