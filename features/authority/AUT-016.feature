# Two persons or one: there is no amount or day to stand at.
@no-boundary
Feature: AUT-016 Funds certified by a person who had a part in the purchase
  Whoever certifies that credit is available neither asks for the purchase, nor evaluates its offers,
  nor approves it.

  Background:
    Given a clean contract C-1
    And a clean approval A-1
    And its act is "certify_funds"
    And its subject_kind is "contract"
    And its subject is contract_id of C-1
    And its person is "U-FIN"

  Scenario: another person than all of them
    When rule AUT-016 runs
    Then it passes for A-1

  Scenario: the requester certified
    Given the procurement.requested_by of C-1 is "U-FIN"
    When rule AUT-016 runs
    Then it fails for A-1
    And the amount at issue is its amount
    And the message for A-1 contains "certified by U-FIN"

  Scenario: one of the evaluators certified
    Given the procurement.evaluated_by of C-1 is "U-EVA;U-FIN"
    When rule AUT-016 runs
    Then it fails for A-1

  Scenario: who approved the award certified
    Given the procurement.approved_by of C-1 is "U-FIN"
    When rule AUT-016 runs
    Then it fails for A-1

  Scenario: an evaluator certified for the procedure itself
    Given its subject_kind is "procurement"
    And its subject is procurement of C-1
    And the procurement.evaluated_by of C-1 is "U-FIN"
    When rule AUT-016 runs
    Then it fails for A-1

  Scenario: the act is no certificate
    Given its act is "accept"
    When rule AUT-016 runs
    Then it is not applicable to A-1

  Scenario: nobody knows who asked for the purchase
    Given the procurement.requested_by of C-1 is empty
    When rule AUT-016 runs
    Then it is undetermined for A-1

  Scenario: the contract names no procedure
    Given the procurement of C-1 is empty
    When rule AUT-016 runs
    Then it is undetermined for A-1
