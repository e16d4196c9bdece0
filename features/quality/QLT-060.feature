# The program itself makes these records: a count is nought or more, nothing in them is unknown or
# out of scope.
@no-boundary @no-undetermined @no-not-applicable
Feature: QLT-060 Waiver ended while acts of its scope go on
  What was excepted for a time is decided on anew when the time is over.

  Background:
    Given a clean waiver W-1

  Scenario: acts of its scope go on
    Given its after_end is 2
    When rule QLT-060 runs
    Then it fails for W-1
    And the message for W-1 contains "2 findings of its scope are of later acts"

  Scenario: no later act
    Given its after_end is 0
    When rule QLT-060 runs
    Then it passes for W-1
