# Two persons or one: there is no amount or day to stand at.
@no-boundary
Feature: AUT-014 Payment released by a person who asked for it or evaluated the offers
  Whoever asks for a payment, or evaluated the offers that led to it, does not release it.

  Background:
    Given a clean payment SL-1

  Scenario: the requester released it
    Given its requested_by is "U-PAY"
    When rule AUT-014 runs
    Then it fails for SL-1
    And the amount at issue is its amount

  Scenario: an evaluator released it
    Given its contract.procurement.evaluated_by is "U-EVA;U-PAY"
    When rule AUT-014 runs
    Then it fails for SL-1
    And the message for SL-1 contains "released on 2026-06-25 by U-PAY"

  Scenario: an evaluator of the procedure that the line itself names, where there is no contract
    Given its contract is empty
    And its procurement.evaluated_by is "U-PAY"
    When rule AUT-014 runs
    Then it fails for SL-1

  Scenario: requester, evaluators and payer are different persons
    When rule AUT-014 runs
    Then it passes for SL-1

  Scenario: a payment without any procedure has no evaluators
    Given its contract is empty
    And its procurement is empty
    When rule AUT-014 runs
    Then it passes for SL-1

  Scenario: a bill is not released by anyone
    Given its kind is "invoice"
    And its requested_by is "U-PAY"
    When rule AUT-014 runs
    Then it is not applicable to SL-1

  Scenario: nobody knows who released it
    Given its paid_by is empty
    When rule AUT-014 runs
    Then it is undetermined for SL-1

  Scenario: nobody knows who evaluated
    Given its contract.procurement.evaluated_by is empty
    When rule AUT-014 runs
    Then it is undetermined for SL-1
