# An offer complies or it does not: there is no amount or day to stand at.
@no-boundary
Feature: RED-056 Chosen bid that does not meet the requirements
  The offer that is chosen meets the requirements of the invitation.


  Background:
    Given a clean bid B-1

  Scenario: chosen and not compliant
    Given its compliant is "no"
    When rule RED-056 runs
    Then it fails for B-1

  Scenario: chosen and compliant
    When rule RED-056 runs
    Then it passes for B-1

  Scenario: not chosen
    Given its outcome is "valid"
    And its compliant is "no"
    When rule RED-056 runs
    Then it is not applicable to B-1

  Scenario: nobody noted whether it complies
    Given its compliant is empty
    When rule RED-056 runs
    Then it is undetermined for B-1
