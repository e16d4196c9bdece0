# A line is there or it is not: there is no amount or day to stand at.
@no-boundary
Feature: RED-065 Awarded line that the contract does not hold
  What is awarded is contracted; a line that is left out after the award is a reason to look.


  Background:
    Given a clean item I-1
    And its stage is "awarded"
    And a clean item I-2
    And its procurement is "I-1-C-P"

  Scenario: the line is contracted
    When rule RED-065 runs
    Then it passes for I-1

  Scenario: the contract holds another code
    Given its code is "72000000"
    When rule RED-065 runs
    Then it fails for I-1

  Scenario: a line of the contract
    When rule RED-065 runs
    Then it is not applicable to I-2

  Scenario: nothing was contracted yet
    Given its stage is "offered"
    When rule RED-065 runs
    Then it is not applicable to I-1

  Scenario: nobody knows the code
    Given the code of I-1 is empty
    When rule RED-065 runs
    Then it is undetermined for I-1
