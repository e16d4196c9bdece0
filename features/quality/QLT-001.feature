# Evidence is supplied or it is not: the program itself makes these records, so that nothing in
# them is unknown or out of scope, and there is no amount or day to stand at.
@no-boundary @no-undetermined @no-not-applicable
Feature: QLT-001 Evidence owed and not supplied
  The profile of a batch names what the batch owes; what is missing is said, never passed over.

  Background:
    Given the profile of the batch is pilot
    And a clean procurement P-1

  Scenario: everything that is owed was supplied
    When rule QLT-001 runs
    Then nothing fails
    And it passes for procurement.estimated_value

  Scenario: a column is missing
    Given the batch does not supply procurement.estimated_value
    When rule QLT-001 runs
    Then it fails for procurement.estimated_value
    And the message for procurement.estimated_value contains "was not supplied"
