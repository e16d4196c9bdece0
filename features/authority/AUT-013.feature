# Two persons or one: there is no amount or day to stand at.
@no-boundary
Feature: AUT-013 Waiver given by a person who acted on the same record
  Whoever took an act on a record gives no waiver for it.

  Background:
    Given a clean approval A-1
    And its act is "waive"
    And its person is "U-APP"
    And its subject is "P-88"
    And a clean approval A-2
    And its act is "approve_award"
    And its subject is "P-88"

  Scenario: the approver gave the waiver
    Given the person of A-2 is "U-APP"
    When rule AUT-013 runs
    Then it fails for A-1
    And the amount at issue is its amount

  Scenario: another person gave it
    Given the person of A-2 is "U-DIR"
    When rule AUT-013 runs
    Then it passes for A-1

  Scenario: the act is no waiver
    Given the act of A-1 is "accept"
    And the person of A-2 is "U-APP"
    When rule AUT-013 runs
    Then it is not applicable to A-1

  Scenario: nobody knows who waived
    Given the person of A-1 is empty
    When rule AUT-013 runs
    Then it is undetermined for A-1
