Feature: FND-009 Payments above what the line had committed for the contract
  A contract is paid from the lines and years that were committed for it, and from each no more
  than was committed there.

  Background:
    Given a clean payment S-1

  Scenario: all that was committed
    Given its amount is exactly amount of S-1-INV-COM
    When rule FND-009 runs
    Then it passes for S-1

  Scenario: one cent above what was committed
    Given its amount is one cent above amount of S-1-INV-COM
    When rule FND-009 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: the contract was committed on the line in another year
    Given the budget_year of S-1-INV-COM is 2025
    When rule FND-009 runs
    Then it fails for S-1
    And the amount at issue is its amount
    And the message for S-1 contains "FL-1/2026"

  Scenario: a part was released before the payment
    Given its amount is exactly amount of S-1-INV-COM
    And a clean payment S-2
    And its kind is "decommitment"
    And its contract is "S-1-C"
    And its amount is EUR 0.01
    And its booked_on is exactly booked_on of S-1
    When rule FND-009 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: the part was released the day after
    Given its amount is exactly amount of S-1-INV-COM
    And a clean payment S-2
    And its kind is "decommitment"
    And its contract is "S-1-C"
    And its amount is EUR 0.01
    And its booked_on is one day after booked_on of S-1
    When rule FND-009 runs
    Then it passes for S-1

  Scenario: a refund makes room for another payment
    Given its amount is exactly amount of S-1-INV-COM
    And these payments
      | spending_id | kind    | contract | amount     | booked_on  |
      | S-2         | refund  | S-1-C    | EUR 100.00 | 2026-07-01 |
      | S-3         | payment | S-1-C    | EUR 100.00 | 2026-07-02 |
      | S-4         | payment | S-1-C    | EUR 0.01   | 2026-07-03 |
    When rule FND-009 runs
    Then exactly these fail: S-4

  Scenario: a contract that was bound nowhere is the question of another rule
    Given the kind of S-1-INV-COM is "accrual"
    When rule FND-009 runs
    Then it is not applicable to S-1

  Scenario: a payment outside any contract
    Given its contract is empty
    When rule FND-009 runs
    Then it is not applicable to S-1

  Scenario: nobody knows which year is charged
    Given its budget_year is empty
    When rule FND-009 runs
    Then it is undetermined for S-1
