# A delivery is accepted in whole or it is not: there is no amount or day to stand at.
@no-boundary
Feature: RED-073 Delivery accepted with reserve or not at all
  A delivery that was not accepted in whole is a reason to ask whether what came is what was ordered.


  Background:
    Given a clean receipt R-1

  Scenario: with reserve
    Given its outcome is "with_reserve"
    When rule RED-073 runs
    Then it fails for R-1

  Scenario: rejected
    Given its outcome is "rejected"
    When rule RED-073 runs
    Then it fails for R-1

  Scenario: in whole
    When rule RED-073 runs
    Then it passes for R-1

  Scenario: cancelled
    Given its outcome is "rejected"
    And its status is "cancelled"
    When rule RED-073 runs
    Then it is not applicable to R-1

  Scenario: nobody decided
    Given its outcome is empty
    When rule RED-073 runs
    Then it is undetermined for R-1
