# Names are alike or they are not: there is no amount or day to stand at, and a name that is not on
# file is like no other.
@no-boundary @no-undetermined
Feature: VEN-011 Firm that stands under several names
  Two vendor numbers with names that are alike may be one firm, unless their legal entity identifiers
  say that they are two.

  Background:
    Given a clean vendor V-1
    And its name is "Kelvara Imaging GmbH"
    And a clean vendor V-2
    And its name is "KELVARA IMAGING"
    And its lei is empty
    And a clean vendor V-3
    And its name is "Tolmund Freight"

  Scenario: two numbers with names that are alike
    When rule VEN-011 runs
    Then it fails for V-1
    And it fails for V-2
    And the message for V-2 contains "like those of 1 other"

  Scenario: another firm
    When rule VEN-011 runs
    Then it passes for V-3

  Scenario: each with its own legal entity identifier
    Given the lei of V-2 is "OTHER"
    When rule VEN-011 runs
    Then it passes for V-1

  Scenario: no name is on file
    Given the name of V-1 is empty
    When rule VEN-011 runs
    Then it is not applicable to V-1

  Scenario: the day on which it was entered is unknown
    Given the registered_on of V-1 is empty
    When rule VEN-011 runs
    Then it fails for V-1
