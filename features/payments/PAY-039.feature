Feature: PAY-039 Billed more than was ordered
  Bills less credit notes stay within the value of the contract as amended by the day, in its own
  currency; an advance counts until it is set off.

  Background:
    Given a clean invoice I-1

  Scenario: all of the value
    Given its amount is exactly contract.value
    When rule PAY-039 runs
    Then it passes for I-1

  Scenario: one cent above the value
    Given its amount is one cent above contract.value
    When rule PAY-039 runs
    Then it fails for I-1
    And the amount at issue is EUR 0.01

  Scenario: raised by an amendment signed on the day
    Given its amount is one cent above contract.value
    And a clean amendment A-1
    And its contract is "I-1-C"
    And its value_change is EUR 0.01
    And its signed_on is exactly booked_on of I-1
    When rule PAY-039 runs
    Then it passes for I-1

  Scenario: raised by an amendment signed one day after
    Given its amount is one cent above contract.value
    And a clean amendment A-1
    And its contract is "I-1-C"
    And its value_change is EUR 0.01
    And its signed_on is one day after booked_on of I-1
    When rule PAY-039 runs
    Then it fails for I-1

  Scenario: the advance is set off against the last bill
    Given its amount is exactly contract.value
    And these invoices
      | spending_id | kind        | nature           | contract | amount     | booked_on                       |
      | I-0         | invoice     | advance          | I-1-C    | EUR 300.00 | P60D before booked_on of I-1    |
      | CN-1        | credit_note | advance_recovery | I-1-C    | EUR 300.00 | one day before booked_on of I-1 |
    When rule PAY-039 runs
    Then it passes for I-1
    And it passes for I-0

  Scenario: the advance is not set off
    Given its amount is exactly contract.value
    And a clean invoice I-0
    And its contract is "I-1-C"
    And its nature is "advance"
    And its amount is EUR 300.00
    And its booked_on is one day before booked_on of I-1
    When rule PAY-039 runs
    Then it fails for I-1
    And the amount at issue is EUR 300.00

  Scenario: in the currency of the contract
    Given its contract.value is USD 1,000.00
    And its amount is one cent above contract.value
    When rule PAY-039 runs
    Then it fails for I-1
    And the amount at issue is USD 0.01

  Scenario: a bill outside any contract
    Given its contract is empty
    When rule PAY-039 runs
    Then it is not applicable to I-1

  Scenario: interest is no part of the order
    Given its nature is "late_interest"
    When rule PAY-039 runs
    Then it is not applicable to I-1

  Scenario: the contract has no value
    Given its contract.value is empty
    When rule PAY-039 runs
    Then it is undetermined for I-1
