# The program itself makes these records: nothing in them is unknown or
# out of scope.
@no-boundary @no-undetermined @no-not-applicable
Feature: AUT-021 Waiver approved without a delegation to waive
  Whoever waives a rule does so by a delegation in writing.

  Background:
    Given a clean waiver W-1

  Scenario: by role alone
    Given its delegation is empty
    When rule AUT-021 runs
    Then it fails for W-1
    And the message for W-1 contains "by role alone"

  Scenario: by a delegation
    Given its delegation is "D-7"
    When rule AUT-021 runs
    Then it passes for W-1
