Feature: PAY-014 Advances above the share of the contract that may be paid ahead
  Advances on a contract, less what was returned, stay within a share of its value as amended,
  unless an act of authority names a higher amount.

  Background:
    Given a clean payment S-1
    And its nature is "advance"
    And its contract.value is EUR 1,000.00

  Scenario: exactly the share
    Given its amount is advance.cap of contract.value
    When rule PAY-014 runs
    Then it passes for S-1

  Scenario: one cent above the share
    Given its amount is one cent above advance.cap of contract.value
    When rule PAY-014 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: two advances that together pass the share
    Given its amount is advance.cap of contract.value
    And a clean payment S-2
    And its nature is "advance"
    And its contract is "S-1-C"
    And its amount is EUR 1.00
    And its booked_on is one day after booked_on of S-1
    When rule PAY-014 runs
    Then exactly these fail: S-2

  Scenario: an advance that was returned makes room
    Given its amount is advance.cap of contract.value
    And these payments
      | spending_id | kind    | nature           | contract | amount                     | booked_on                      |
      | S-2         | refund  | advance_recovery | S-1-C    | exactly amount of S-1      | one day after booked_on of S-1 |
      | S-3         | payment | advance          | S-1-C    | exactly amount of S-1      | P2D after booked_on of S-1     |
    When rule PAY-014 runs
    Then it passes for S-3

  Scenario: the contract was raised before
    Given its amount is one cent above advance.cap of contract.value
    And a clean amendment A-1
    And its contract is "S-1-C"
    And its value_change is EUR 100.00
    And its signed_on is exactly booked_on of S-1
    When rule PAY-014 runs
    Then it passes for S-1

  Scenario: an act of authority names the amount
    Given its amount is EUR 900.00
    And a clean approval AP-1
    And its subject is "S-1-C"
    And its act is "authorise_advance"
    And its amount is EUR 900.00
    And its decided_on is exactly booked_on of S-1
    When rule PAY-014 runs
    Then it passes for S-1 by exception higher advance authorised

  Scenario: an act of authority names one cent less
    Given its amount is EUR 900.00
    And a clean approval AP-1
    And its subject is "S-1-C"
    And its act is "authorise_advance"
    And its amount is EUR 899.99
    And its decided_on is exactly booked_on of S-1
    When rule PAY-014 runs
    Then it fails for S-1

  Scenario: a payment of the price
    Given its nature is "price"
    When rule PAY-014 runs
    Then it is not applicable to S-1

  Scenario: the contract has no value
    Given its contract.value is empty
    When rule PAY-014 runs
    Then it is undetermined for S-1
