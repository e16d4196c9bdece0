# A reason is stated or it is not: there is no amount or day to stand at.
@no-boundary
Feature: RED-064 Contract changed without a reason
  A contract is changed for a reason, and the reason is on file.


  Background:
    Given a clean amendment M-1

  Scenario: no reason
    Given its reason is empty
    When rule RED-064 runs
    Then it fails for M-1

  Scenario: a reason
    When rule RED-064 runs
    Then it passes for M-1

  Scenario: an option that was foreseen
    Given its kind is "option"
    And its reason is empty
    When rule RED-064 runs
    Then it is not applicable to M-1

  Scenario: nobody knows what was changed
    Given its kind is empty
    And its reason is empty
    When rule RED-064 runs
    Then it is undetermined for M-1
