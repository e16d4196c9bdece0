# The program itself makes these records: a count is nought or more, nothing in them is unknown or
# out of scope.
@no-boundary @no-undetermined @no-not-applicable
Feature: AUT-020 Waiver approved after the act
  An approval after the act is regularisation: the finding stays open.

  Background:
    Given a clean waiver W-1

  Scenario: an act came before the approval
    Given its before_approval is 1
    When rule AUT-020 runs
    Then it fails for W-1
    And the message for W-1 contains "1 findings of its scope are not of later acts"

  Scenario: every act came after it
    Given its before_approval is 0
    When rule AUT-020 runs
    Then it passes for W-1
