# A reason is stated or it is not: there is no amount or day to stand at.
@no-boundary
Feature: RED-037 Bid not admitted without a reason
  An offer that is not admitted is refused for a reason.


  Background:
    Given a clean bid B-1

  Scenario: no reason
    Given its outcome is "disqualified"
    When rule RED-037 runs
    Then it fails for B-1

  Scenario: a reason
    Given its outcome is "disqualified"
    And its outcome_reason is "no declaration of eligibility"
    When rule RED-037 runs
    Then it passes for B-1

  Scenario: admitted
    When rule RED-037 runs
    Then it is not applicable to B-1

  Scenario: nobody knows what became of it
    Given its outcome is empty
    When rule RED-037 runs
    Then it is undetermined for B-1
