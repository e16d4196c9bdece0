Feature: RED-060 Contract signed long after the award
  A long time between the award and the signature is a reason to ask what was still discussed.


  Background:
    Given a clean contract C-1

  Scenario: on the last day
    Given its signed_on is red.signature after procurement.awarded_on
    When rule RED-060 runs
    Then it passes for C-1

  Scenario: one day later
    Given its signed_on is one day after red.signature after procurement.awarded_on
    When rule RED-060 runs
    Then it fails for C-1

  Scenario: an order under a framework
    Given its kind is "call_off"
    And its signed_on is 2026-12-01
    When rule RED-060 runs
    Then it is not applicable to C-1

  Scenario: the day of the award is unknown
    Given its procurement.awarded_on is empty
    When rule RED-060 runs
    Then it is undetermined for C-1
