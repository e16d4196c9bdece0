Feature: PAY-002 Payments above the contract's value
  Payments less refunds stay within the value of the contract as amended by the day of payment, in
  the currency of the contract.

  Background:
    Given a clean payment S-1

  Scenario: all of the value
    Given its amount is exactly contract.value
    When rule PAY-002 runs
    Then it passes for S-1

  Scenario: one cent above the value
    Given its amount is one cent above contract.value
    When rule PAY-002 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: a part is paid twice over the rest
    Given its amount is exactly contract.value
    And a clean payment S-2
    And its contract is "S-1-C"
    And its booked_on is one day after booked_on of S-1
    When rule PAY-002 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And it fails for S-2
    And the amount at issue is its amount

  Scenario: raised by an amendment signed on the day
    Given its amount is one cent above contract.value
    And a clean amendment A-2
    And its contract is "S-1-C"
    And its value_change is EUR 0.01
    And its signed_on is exactly booked_on of S-1
    When rule PAY-002 runs
    Then it passes for S-1

  Scenario: raised by an amendment signed the day after
    Given its amount is one cent above contract.value
    And a clean amendment A-2
    And its contract is "S-1-C"
    And its value_change is EUR 0.01
    And its signed_on is one day after booked_on of S-1
    When rule PAY-002 runs
    Then it fails for S-1

  Scenario: an amendment of the term changes nothing
    Given its amount is exactly contract.value
    And a clean amendment A-2
    And its contract is "S-1-C"
    And its kind is "term"
    And its value_change is empty
    When rule PAY-002 runs
    Then it passes for S-1

  Scenario: a contract in another currency is kept in that currency
    Given its contract.value is USD 1,000.00
    And its amount is USD 1,000.00
    When rule PAY-002 runs
    Then it passes for S-1

  Scenario: one cent above in the other currency
    Given its contract.value is USD 1,000.00
    And its amount is one cent above contract.value
    When rule PAY-002 runs
    Then it fails for S-1
    And the amount at issue is USD 0.01

  Scenario: interest and fees are no part of the price
    Given its amount is exactly contract.value
    And these payments
      | spending_id | kind    | nature        | contract | amount   | booked_on                       |
      | S-2         | payment | late_interest | S-1-C    | EUR 0.01 | one day before booked_on of S-1 |
      | S-3         | payment | agency_fee    | S-1-C    | EUR 0.01 | one day before booked_on of S-1 |
    When rule PAY-002 runs
    Then it passes for S-1
    And it is not applicable to S-2

  Scenario: an advance is a part of the price
    Given its amount is exactly contract.value
    And a clean payment S-2
    And its contract is "S-1-C"
    And its nature is "advance"
    And its amount is EUR 0.01
    And its booked_on is one day before booked_on of S-1
    When rule PAY-002 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: what came back may be paid again
    Given its amount is exactly contract.value
    And these payments
      | spending_id | kind   | contract | amount   | booked_on                       |
      | S-2         |payment | S-1-C    | EUR 5.00 | P2D before booked_on of S-1     |
      | S-3         | refund | S-1-C    | EUR 5.00 | one day before booked_on of S-1 |
    When rule PAY-002 runs
    Then it passes for S-1

  Scenario: the contract was ended early and its value lowered
    Given its amount is EUR 900.00
    And its contract.value is EUR 1,000.00
    And a clean amendment A-2
    And its contract is "S-1-C"
    And its kind is "termination"
    And its value_change is EUR -100.01
    And its signed_on is one day before booked_on of S-1
    When rule PAY-002 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: a refund is no payment
    Given its kind is "refund"
    When rule PAY-002 runs
    Then it is not applicable to S-1

  Scenario: a payment outside any contract
    Given its contract is empty
    When rule PAY-002 runs
    Then it is not applicable to S-1

  Scenario: the contract has no value
    Given its contract.value is empty
    When rule PAY-002 runs
    Then it is undetermined for S-1

  Scenario: nobody knows by how much an amendment raised the value
    Given a clean amendment A-2
    And its contract is "S-1-C"
    And its value_change is empty
    And its signed_on is one day before booked_on of S-1
    When rule PAY-002 runs
    Then it is undetermined for S-1
