Feature: PIL-009 Exercise, free trial, loan or gift that began before its agreement
  The paper is signed and the arrangement approved by the day on which the exercise, trial, loan or
  gift begins.

  Background:
    Given a clean agreement A-1

  Scenario: signed and approved before it began
    When rule PIL-009 runs
    Then it passes for A-1

  Scenario: signed on the first day
    Given its signed_on is exactly starts_on
    When rule PIL-009 runs
    Then it passes for A-1

  Scenario: signed one day after the first day
    Given its signed_on is one day after starts_on
    When rule PIL-009 runs
    Then it fails for A-1
    And the amount at issue is its value

  Scenario: approved on the first day
    Given its approved_on is exactly starts_on
    When rule PIL-009 runs
    Then it passes for A-1

  Scenario: approved one day after the first day
    Given its approved_on is one day after starts_on
    When rule PIL-009 runs
    Then it fails for A-1

  Scenario: never signed
    Given its signed_on is empty
    When rule PIL-009 runs
    Then it fails for A-1
    And the message for A-1 contains "signed on —"

  Scenario: no paper on file
    Given its document is empty
    When rule PIL-009 runs
    Then it fails for A-1

  Scenario: a gift begins on the day it is accepted
    Given its kind is "gift"
    And its starts_on is empty
    And its signed_on is one day after accepted_on
    When rule PIL-009 runs
    Then it fails for A-1

  Scenario: an understanding among nations
    Given its kind is "mou"
    And its signed_on is one day after starts_on
    When rule PIL-009 runs
    Then it is not applicable to A-1

  Scenario: withdrawn before it began
    Given its status is "cancelled"
    And its signed_on is empty
    When rule PIL-009 runs
    Then it is not applicable to A-1

  Scenario: nobody knows when it began
    Given its starts_on is empty
    And its accepted_on is empty
    When rule PIL-009 runs
    Then it is undetermined for A-1

  Scenario: signed, and never approved
    Given its approved_on is empty
    When rule PIL-009 runs
    Then it fails for A-1
