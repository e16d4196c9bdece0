Feature: PAY-004 Payment or invoice without a commitment
  Before an invoice is booked or paid, its contract (or, without one, its procurement) has a
  commitment that is not wholly released.

  Background:
    Given a clean invoice S-1

  Scenario: committed on the same day
    Given the booked_on of S-1-COM is exactly booked_on of S-1
    When rule PAY-004 runs
    Then it passes for S-1

  Scenario: committed the day after
    Given the booked_on of S-1-COM is one day after booked_on of S-1
    When rule PAY-004 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: nothing committed on the contract
    Given the kind of S-1-COM is "accrual"
    When rule PAY-004 runs
    Then it fails for S-1

  Scenario: wholly released again
    Given a clean commitment S-2
    And its kind is "decommitment"
    And its contract is "S-1-C"
    And its amount is exactly amount of S-1-COM
    And its booked_on is one day before booked_on of S-1
    When rule PAY-004 runs
    Then it fails for S-1
    And the message for S-1 contains "come to EUR 0.00"

  Scenario: released but for one cent
    Given a clean commitment S-2
    And its kind is "decommitment"
    And its contract is "S-1-C"
    And its amount is one cent below amount of S-1-COM
    And its booked_on is one day before booked_on of S-1
    When rule PAY-004 runs
    Then it passes for S-1

  Scenario: a payment without a contract rests on its procurement
    Given its kind is "payment"
    And its contract is empty
    When rule PAY-004 runs
    Then it passes for S-1

  Scenario: a refund needs no commitment
    Given its kind is "refund"
    And the kind of S-1-COM is "accrual"
    When rule PAY-004 runs
    Then it is not applicable to S-1

  Scenario: neither contract nor procurement is named
    Given its contract is empty
    And its procurement is empty
    When rule PAY-004 runs
    Then it is undetermined for S-1
