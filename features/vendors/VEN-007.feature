# One number or several: there is no amount or day to stand at.
@no-boundary
Feature: VEN-007 Legal entity identifier that stands under several vendor numbers
  One firm has one number in the vendor file.

  Background:
    Given a clean vendor V-1
    And a clean vendor V-2

  Scenario: two numbers with one legal entity identifier
    Given the lei of V-2 is lei of V-1
    When rule VEN-007 runs
    Then it fails for V-1
    And it fails for V-2

  Scenario: each with its own legal entity identifier
    Given the lei of V-2 is "OTHER"
    When rule VEN-007 runs
    Then it passes for V-1

  Scenario: no legal entity identifier is on file
    Given the lei of V-1 is empty
    When rule VEN-007 runs
    Then it is not applicable to V-1

  Scenario: the day on which it was entered is unknown
    Given the registered_on of V-1 is empty
    When rule VEN-007 runs
    Then it is undetermined for V-1
