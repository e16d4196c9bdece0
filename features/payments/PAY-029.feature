# A line either fits what it settles or does not; there is no limit to stand at.
@no-boundary
Feature: PAY-029 Bill or payment charged otherwise than what it settles
  A payment has the vendor, the contract and the funding line of the bill that it settles; a bill
  those of its commitment. A line that pays an agreed part of the contract may pay.

  Background:
    Given a clean payment S-1

  Scenario: the same vendor, contract and line
    When rule PAY-029 runs
    Then it passes for S-1
    And it passes for S-1-INV

  Scenario: another vendor than the bill
    Given its vendor is "V-1B"
    When rule PAY-029 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: another contract than the bill
    Given its contract is "W-1-C"
    When rule PAY-029 runs
    Then it fails for S-1

  Scenario: another line than the commitment
    Given the funding_line of S-1-INV is "FL-W"
    When rule PAY-029 runs
    Then it fails for S-1-INV
    And the message for S-1-INV contains "on FL-W settles"

  Scenario: another line than the bill
    Given its funding_line is "FL-W"
    When rule PAY-029 runs
    Then exactly these fail: S-1

  Scenario: the contract is divided among both lines
    Given its funding_line is "FL-W"
    And a clean allocation A-1
    And its contract is "S-1-C"
    And its funding_line is "FL-W"
    When rule PAY-029 runs
    Then it passes for S-1 by exception agreed division among lines

  Scenario: the books name no contract in the payment
    Given its contract is empty
    When rule PAY-029 runs
    Then it passes for S-1

  Scenario: a payment that names no bill
    Given its settles is empty
    When rule PAY-029 runs
    Then it is not applicable to S-1

  Scenario: nobody knows whom the payment reached
    Given its vendor is empty
    When rule PAY-029 runs
    Then it is undetermined for S-1
