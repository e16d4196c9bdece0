# A line is there or it is not: there is no amount or day to stand at.
@no-boundary
Feature: RED-066 Contract line that was not awarded
  What is contracted was awarded; a line that is added after the award is a reason to look.


  Background:
    Given a clean item I-1
    And its stage is "awarded"
    And a clean item I-2
    And its procurement is "I-1-C-P"

  Scenario: the line was awarded
    When rule RED-066 runs
    Then it passes for I-2

  Scenario: another code was awarded
    Given its code is "72000000"
    When rule RED-066 runs
    Then it fails for I-2

  Scenario: a line of the award
    When rule RED-066 runs
    Then it is not applicable to I-1

  Scenario: no award is held by lines
    Given the stage of I-1 is "offered"
    When rule RED-066 runs
    Then it is not applicable to I-2

  Scenario: nobody knows the code
    Given its code is empty
    When rule RED-066 runs
    Then it is undetermined for I-2
