# The firm is the contractor or it is not; there is no limit to stand at.
@no-boundary
Feature: PAY-030 Paid to a firm other than the contractor
  Money owed under a contract goes to the firm that the contract binds, or to a member of the joint
  offer that won it.

  Background:
    Given a clean payment S-1

  Scenario: paid to the contractor
    When rule PAY-030 runs
    Then it passes for S-1

  Scenario: paid to another firm
    Given its vendor is "V-1B"
    When rule PAY-030 runs
    Then it fails for S-1
    And the amount at issue is its amount
    And the message for S-1 contains "which binds V-1"

  Scenario: paid to a member of the joint offer
    Given its vendor is "V-1B"
    And the members of S-1-C-P-B0 is "V-1; V-1B"
    When rule PAY-030 runs
    Then it passes for S-1 by exception member of the joint offer that won

  Scenario: paid to a member of a joint offer that did not win
    Given its vendor is "V-1C"
    And the members of S-1-C-P-B1 is "V-1B; V-1C"
    When rule PAY-030 runs
    Then it fails for S-1

  Scenario: the charge of a bank
    Given its vendor is "V-1B"
    And its nature is "bank_charge"
    When rule PAY-030 runs
    Then it is not applicable to S-1

  Scenario: a payment outside any contract
    Given its contract is empty
    When rule PAY-030 runs
    Then it is not applicable to S-1

  Scenario: nobody knows whom the contract binds
    Given its contract.vendor is empty
    When rule PAY-030 runs
    Then it is undetermined for S-1
