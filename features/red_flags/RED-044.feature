# Accounts are the same or they are not: there is no amount or day to stand at.
# A vendor without an account is out of scope, so nothing is left open.
@no-boundary @no-undetermined
Feature: RED-044 Vendors that share an account
  Two vendors that are paid to one account are a reason to ask whether they are one firm. Accounts are compared by fingerprints.


  Background:
    Given a clean vendor V-1
    And a clean vendor V-2

  Scenario: one account
    Given its account_fingerprint is "fp-V-1"
    When rule RED-044 runs
    Then exactly these fail: V-1, V-2

  Scenario: accounts of their own
    When rule RED-044 runs
    Then it passes for V-2

  Scenario: no account is known
    Given its account_fingerprint is empty
    When rule RED-044 runs
    Then it is not applicable to V-2
