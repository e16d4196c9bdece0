# The program itself makes these records: nothing in them is unknown or out of scope.
@no-undetermined @no-not-applicable
Feature: QLT-064 Waiver for longer than a waiver may last
  A waiver is for a limited time.

  Background:
    Given a clean waiver W-1

  Scenario: it ends one day after the last that it may cover
    Given parameter waiver.longest is 364 days
    And its valid_from is 2026-01-01
    And its valid_until is 2027-01-01
    When rule QLT-064 runs
    Then it fails for W-1

  Scenario: it ends on the last day that it may cover
    Given parameter waiver.longest is 365 days
    And its valid_from is 2026-01-01
    And its valid_until is 2027-01-01
    When rule QLT-064 runs
    Then it passes for W-1
