# A value differs or it does not: the program itself makes these records, so that nothing in them is
# unknown or out of scope, and there is no amount or day to stand at.
@no-boundary @no-undetermined @no-not-applicable
Feature: QLT-050 Reference data of the batch differ from the register
  Where a register holds reference data, it is believed; what the batch says otherwise changes nothing.

  Background:
    Given a clean funding_line FL-1

  Scenario: the batch gives a higher ceiling
    Given its ceiling is EUR 50,000.00
    And the register says that ceiling of FL-1 is EUR 40,000.00
    When rule QLT-050 runs
    Then it fails for funding_line:FL-1/2026:ceiling
    And the message for funding_line:FL-1/2026:ceiling contains "EUR 50,000.00 in the batch and EUR 40,000.00 in the register"

  Scenario: the register says nothing of the field
    Given the register says that title of FL-1 is empty
    When rule QLT-050 runs
    Then it fails for funding_line:FL-1/2026:title

  Scenario: a cell of the batch is empty
    Given its title is empty
    And the register says that title of FL-1 is Imagery
    When rule QLT-050 runs
    Then nothing fails

  Scenario: the register does not hold the record
    Given the register does not hold FL-1
    When rule QLT-050 runs
    Then nothing fails
    And it passes for funding_line:FL-1/2026
