Feature: PAY-037 Paid more than its bill
  The payments of one bill, less what came back, stay within the bill, less what was credited by the
  day. What is held back is still owed.

  Background:
    Given a clean payment S-1
    And the amount of S-1-INV is EUR 1,000.00

  Scenario: the bill to the cent
    Given its amount is EUR 1,000.00
    When rule PAY-037 runs
    Then it passes for S-1

  Scenario: one cent more
    Given its amount is EUR 1,000.01
    When rule PAY-037 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: one cent past a declared tolerance
    Given parameter tolerance.match is 1% from 2026-01-01
    And its amount is EUR 1,010.01
    When rule PAY-037 runs
    Then it fails for S-1
    And the amount at issue is EUR 10.01

  Scenario: up to a declared tolerance
    Given parameter tolerance.match is 1% from 2026-01-01
    And its amount is EUR 1,010.00
    When rule PAY-037 runs
    Then it passes for S-1

  Scenario: paid in parts
    Given its amount is EUR 400.00
    And these payments
      | spending_id | settles | amount     | booked_on                      |
      | S-2         | S-1-INV | EUR 600.00 | one day after booked_on of S-1 |
      | S-3         | S-1-INV | EUR 0.01   | P2D after booked_on of S-1     |
    When rule PAY-037 runs
    Then exactly these fail: S-3

  Scenario: a credit note lowers the bill by the day
    Given its amount is EUR 900.01
    And a clean payment CN-1
    And its kind is "credit_note"
    And its settles is empty
    And its reverses is "S-1-INV"
    And its amount is EUR 100.00
    And its booked_on is exactly booked_on of S-1
    When rule PAY-037 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: a credit note of the day after
    Given its amount is EUR 1,000.00
    And a clean payment CN-1
    And its kind is "credit_note"
    And its settles is empty
    And its reverses is "S-1-INV"
    And its amount is EUR 100.00
    And its booked_on is one day after booked_on of S-1
    When rule PAY-037 runs
    Then it passes for S-1

  Scenario: what was held back is paid at the end
    Given its amount is EUR 950.00
    And these payments
      | spending_id | kind        | nature            | settles | reverses | amount    | booked_on                       |
      | CN-1        | credit_note | retention         |         | S-1-INV  | EUR 50.00 | one day before booked_on of S-1 |
      | S-2         | payment     | retention_release | S-1-INV |          | EUR 50.00 | P90D after booked_on of S-1     |
    When rule PAY-037 runs
    Then it passes for S-1
    And it passes for S-2

  Scenario: paid again after it came back
    Given its amount is EUR 1,000.00
    And these payments
      | spending_id | kind    | settles | reverses | amount       | booked_on                      |
      | S-2         | refund  |         | S-1      | EUR 1,000.00 | one day after booked_on of S-1 |
      | S-3         | payment | S-1-INV |          | EUR 1,000.00 | P2D after booked_on of S-1     |
    When rule PAY-037 runs
    Then it passes for S-3

  Scenario: a payment that names no bill
    Given its settles is empty
    When rule PAY-037 runs
    Then it is not applicable to S-1

  Scenario: the bill has no amount
    Given the amount of S-1-INV is empty
    When rule PAY-037 runs
    Then it is undetermined for S-1
