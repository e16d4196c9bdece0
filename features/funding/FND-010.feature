Feature: FND-010 Decommitment below what the contract has used
  What was billed or paid on a commitment is no longer free; only the rest can be released.

  Background:
    # The contract was committed with EUR 98,765.43, billed and paid with EUR 48,765.43.
    Given a clean payment S-1
    And a clean payment S-2
    And its kind is "decommitment"
    And its contract is "S-1-C"
    And its booked_on is one day after booked_on of S-1

  Scenario: all that is free
    Given its amount is EUR 50,000.00
    When rule FND-010 runs
    Then it passes for S-2

  Scenario: one cent more than is free
    Given its amount is one cent above EUR 50,000.00
    When rule FND-010 runs
    Then it fails for S-2
    And the amount at issue is EUR 0.01

  Scenario: billed and not yet paid is used as well
    Given its amount is one cent above EUR 50,000.00
    And its booked_on is one day before booked_on of S-1
    When rule FND-010 runs
    Then it fails for S-2

  Scenario: a credit note makes room once the payment came back
    Given its amount is one cent above EUR 50,000.00
    And these payments
      | spending_id | kind        | contract | amount   | booked_on  |
      | S-3         | credit_note | S-1-C    | EUR 0.01 | 2026-06-26 |
      | S-4         | refund      | S-1-C    | EUR 0.01 | 2026-06-26 |
    When rule FND-010 runs
    Then it passes for S-2

  Scenario: more than was ever committed
    Given its amount is EUR 98,765.44
    And the kind of S-1 is "accrual"
    And the kind of S-1-INV is "accrual"
    When rule FND-010 runs
    Then it fails for S-2
    And the amount at issue is EUR 0.01

  Scenario: released on a year on which nothing was committed
    Given its amount is EUR 1.00
    And its budget_year is 2025
    When rule FND-010 runs
    Then it fails for S-2
    And the amount at issue is EUR 1.00

  Scenario: a commitment releases nothing
    Given its kind is "commitment"
    When rule FND-010 runs
    Then it is not applicable to S-2

  Scenario: the release names no line
    Given its funding_line is empty
    When rule FND-010 runs
    Then it is undetermined for S-2
