Feature: PAY-028 Credit note or refund that does not fit what it takes back
  A credit note takes back a bill, a refund a payment: of the same vendor, on the same line, not
  earlier, and all of them together not more than was billed or paid.

  Background:
    Given a clean payment S-1
    And a clean payment R-1
    And its kind is "refund"
    And its reverses is "S-1"
    And its booked_on is exactly booked_on of S-1

  Scenario: all of the payment comes back
    Given its amount is exactly amount of S-1
    When rule PAY-028 runs
    Then it passes for R-1

  Scenario: one cent more than was paid
    Given its amount is one cent above amount of S-1
    When rule PAY-028 runs
    Then it fails for R-1
    And the amount at issue is its amount

  Scenario: it comes back in parts
    Given the amount of S-1 is EUR 1,000.00
    And these payments
      | spending_id | kind   | reverses | amount     | booked_on                      |
      | R-1         | refund | S-1      | EUR 400.00 | one day after booked_on of S-1 |
      | R-2         | refund | S-1      | EUR 600.00 | P2D after booked_on of S-1     |
      | R-3         | refund | S-1      | EUR 0.01   | P3D after booked_on of S-1     |
    When rule PAY-028 runs
    Then exactly these fail: R-3

  Scenario: one day before the payment
    Given its amount is EUR 1.00
    And its booked_on is one day before booked_on of S-1
    When rule PAY-028 runs
    Then it fails for R-1

  Scenario: from another vendor
    Given its amount is EUR 1.00
    And its vendor is "V-1B"
    When rule PAY-028 runs
    Then it fails for R-1
    And the message for R-1 contains "V-1B"

  Scenario: to another line
    Given its amount is EUR 1.00
    And its funding_line is "FL-W"
    When rule PAY-028 runs
    Then it fails for R-1

  Scenario: a refund takes back a payment, not a bill
    Given its amount is EUR 1.00
    And its reverses is "S-1-INV"
    When rule PAY-028 runs
    Then it fails for R-1

  Scenario: a credit note takes back a bill
    Given its amount is EUR 1.00
    And its kind is "credit_note"
    And its reverses is "S-1-INV"
    When rule PAY-028 runs
    Then it passes for R-1

  Scenario: an advance is set off against no single bill
    Given its kind is "credit_note"
    And its nature is "advance_recovery"
    And its reverses is empty
    When rule PAY-028 runs
    Then it is not applicable to R-1

  Scenario: a payment takes nothing back
    When rule PAY-028 runs
    Then it is not applicable to S-1

  Scenario: nobody knows what it takes back
    Given its reverses is empty
    When rule PAY-028 runs
    Then it is undetermined for R-1
