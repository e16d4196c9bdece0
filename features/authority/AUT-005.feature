# Two persons or one: there is no amount or day to stand at.
@no-boundary
Feature: AUT-005 Payment approved and released by the same person
  Whoever approves a payment does not release it.

  Background:
    Given a clean payment SL-1

  Scenario: one person did both
    Given its approved_by is "U-PAY"
    When rule AUT-005 runs
    Then it fails for SL-1
    And the amount at issue is its amount

  Scenario: two persons
    Given its approved_by is "U-INV"
    When rule AUT-005 runs
    Then it passes for SL-1

  Scenario: a bill is not released by anyone
    Given its kind is "invoice"
    And its approved_by is "U-PAY"
    When rule AUT-005 runs
    Then it is not applicable to SL-1

  Scenario: nobody knows who released it
    Given its paid_by is empty
    When rule AUT-005 runs
    Then it is undetermined for SL-1
