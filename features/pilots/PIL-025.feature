Feature: PIL-025 Exercise pilot without an agreement or contract with a firm
  A pilot in which firms take part in an exercise names an agreement or a contract with one of them.

  Background:
    Given a clean agreement A-1
    And a clean pilot PI-9
    And its objective is "exercise_participation"

  Scenario: an agreement on the exercise
    Given the pilot of A-1 is "PI-9"
    When rule PIL-025 runs
    Then it passes for PI-9

  Scenario: a contract instead
    Given a clean contract C-1
    And its procurement.pilot is "PI-9"
    When rule PIL-025 runs
    Then it passes for PI-9

  Scenario: neither, on its first day
    When rule PIL-025 runs as of 2026-01-01
    Then it fails for PI-9
    And the message for PI-9 contains "agreements on exercises 0, contracts 0"

  Scenario: neither, one day before its first day
    When rule PIL-025 runs as of 2025-12-31
    Then it is not applicable to PI-9

  Scenario: the agreement was never signed
    Given the pilot of A-1 is "PI-9"
    And the signed_on of A-1 is empty
    When rule PIL-025 runs
    Then it fails for PI-9

  Scenario: a free trial is no exercise
    Given the pilot of A-1 is "PI-9"
    And the kind of A-1 is "free_trial"
    When rule PIL-025 runs
    Then it fails for PI-9

  Scenario: another objective
    Given the objective of PI-9 is "resilience"
    When rule PIL-025 runs
    Then it is not applicable to PI-9

  Scenario: nobody knows the objective
    Given the objective of PI-9 is empty
    When rule PIL-025 runs
    Then it is undetermined for PI-9
