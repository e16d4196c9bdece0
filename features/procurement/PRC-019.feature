Feature: PRC-019 Delivery before the contract was signed or after it had ended
  Nothing is delivered before the contract is signed, nor after its last day, as amendments moved it
  that had been signed by then.

  Background:
    Given a clean receipt R-1
    And its contract.signed_on is 2026-03-23

  Scenario: from the day of signature to the last day
    Given its service_from is exactly contract.signed_on
    And its service_to is exactly contract.ends_on
    When rule PRC-019 runs
    Then it passes for R-1

  Scenario: one day before the signature
    Given its service_from is one day before contract.signed_on
    When rule PRC-019 runs
    Then it fails for R-1
    And the message for R-1 contains "was signed on 2026-03-23"

  Scenario: one day after the last
    Given its service_to is one day after contract.ends_on
    When rule PRC-019 runs
    Then it fails for R-1

  Scenario: goods that came one day after the last
    Given its service_from is empty
    And its service_to is empty
    And its delivered_on is one day after contract.ends_on
    When rule PRC-019 runs
    Then it fails for R-1

  Scenario: goods that came on the last day
    Given its service_from is empty
    And its service_to is empty
    And its delivered_on is exactly contract.ends_on
    When rule PRC-019 runs
    Then it passes for R-1

  Scenario: the end was moved by an amendment signed on the last day of the delivery
    Given its service_to is one day after contract.ends_on
    And a clean amendment A-1
    And its contract is "R-1-C"
    And its new_ends_on is one day after contract.ends_on
    And its signed_on is exactly service_to of R-1
    When rule PRC-019 runs
    Then it passes for R-1

  Scenario: the amendment was signed one day later
    Given its service_to is one day after contract.ends_on
    And a clean amendment A-1
    And its contract is "R-1-C"
    And its new_ends_on is one day after contract.ends_on
    And its signed_on is one day after service_to of R-1
    When rule PRC-019 runs
    Then it fails for R-1

  Scenario: what was not accepted was not used
    Given its outcome is "rejected"
    When rule PRC-019 runs
    Then it is not applicable to R-1

  Scenario: a delivery under an agreement without a price
    Given its contract is empty
    When rule PRC-019 runs
    Then it is not applicable to R-1

  Scenario: nobody knows when the contract was signed
    Given its contract.signed_on is empty
    When rule PRC-019 runs
    Then it is undetermined for R-1
