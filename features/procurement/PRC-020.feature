Feature: PRC-020 Bill or payment booked before the contract was signed
  A bill or payment under a contract is booked on the day of its signature or later.

  Scenario: a payment on the day of signature
    Given a clean payment S-1
    And its booked_on is exactly contract.signed_on
    When rule PRC-020 runs
    Then it passes for S-1

  Scenario: a payment one day before
    Given a clean payment S-1
    And its booked_on is one day before contract.signed_on
    When rule PRC-020 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: a bill one day before
    Given a clean invoice I-1
    And its booked_on is one day before contract.signed_on
    When rule PRC-020 runs
    Then it fails for I-1
    And the message for I-1 contains "invoice of"

  Scenario: a commitment is booked first
    Given a clean commitment K-1
    And its booked_on is one day before contract.signed_on
    When rule PRC-020 runs
    Then it is not applicable to K-1

  Scenario: a payment without a contract
    Given a clean payment S-1
    And its contract is empty
    When rule PRC-020 runs
    Then it is not applicable to S-1

  Scenario: nobody knows when the contract was signed
    Given a clean payment S-1
    And its contract.signed_on is empty
    When rule PRC-020 runs
    Then it is undetermined for S-1
