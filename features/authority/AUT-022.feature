# The program itself makes these records: a count is nought or more, nothing in them is unknown or
# out of scope.
@no-boundary @no-undetermined @no-not-applicable
Feature: AUT-022 Waiver for records on which its approver acted
  Nobody waives what they did themselves.

  Background:
    Given a clean waiver W-1

  Scenario: the approver took part
    Given its own_acts is 3
    When rule AUT-022 runs
    Then it fails for W-1
    And the message for W-1 contains "acted on 3 records"

  Scenario: the approver took no part
    Given its own_acts is 0
    When rule AUT-022 runs
    Then it passes for W-1
