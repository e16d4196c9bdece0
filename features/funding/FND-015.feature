Feature: FND-015 Movement of credit without an approval on paper before its effect
  Credit changes on or after the day on which somebody approved it and a paper records it.

  Background:
    Given a clean budget movement M-1
    And its kind is "supplementary"
    And its document is "DOC-M"
    And a clean document DOC-M
    And its dated_on is 2026-05-04
    And the approved_on of M-1 is 2026-05-04
    And the effective_on of M-1 is 2026-05-04

  Scenario: approved, recorded and effective on one day
    When rule FND-015 runs
    Then it passes for M-1

  Scenario: approved one day after the effect
    Given the approved_on of M-1 is one day after effective_on of M-1
    When rule FND-015 runs
    Then it fails for M-1
    And the amount at issue is amount of M-1

  Scenario: the paper is dated one day after the effect
    Given its dated_on is one day after effective_on of M-1
    When rule FND-015 runs
    Then it fails for M-1

  Scenario: nobody approved it
    Given the approved_by of M-1 is empty
    When rule FND-015 runs
    Then it fails for M-1
    And the message for M-1 contains "supplementary"

  Scenario: a freeze is decided as well
    Given the kind of M-1 is "freeze"
    And the approved_on of M-1 is one day after effective_on of M-1
    When rule FND-015 runs
    Then it fails for M-1

  Scenario: credit lapses by itself
    Given the kind of M-1 is "lapse"
    And the approved_by of M-1 is empty
    When rule FND-015 runs
    Then it is not applicable to M-1

  Scenario: nobody knows when it was approved
    Given the approved_on of M-1 is empty
    When rule FND-015 runs
    Then it is undetermined for M-1

  Scenario: there is no paper
    Given the document of M-1 is empty
    When rule FND-015 runs
    Then it is undetermined for M-1
