# One number or several: there is no amount or day to stand at.
@no-boundary
Feature: VEN-008 Account that stands under several vendor numbers
  An account belongs to one vendor.

  Background:
    Given a clean vendor V-1
    And a clean vendor V-2

  Scenario: two numbers with one account
    Given the account_fingerprint of V-2 is account_fingerprint of V-1
    When rule VEN-008 runs
    Then it fails for V-1
    And it fails for V-2

  Scenario: each with its own account
    Given the account_fingerprint of V-2 is "OTHER"
    When rule VEN-008 runs
    Then it passes for V-1

  Scenario: no account is on file
    Given the account_fingerprint of V-1 is empty
    When rule VEN-008 runs
    Then it is not applicable to V-1

  Scenario: the day on which it was entered is unknown
    Given the registered_on of V-1 is empty
    When rule VEN-008 runs
    Then it is undetermined for V-1
