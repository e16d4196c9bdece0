# The program itself makes these records, so that nothing in them is unknown or out of scope, and
# there is no amount or day to stand at.
@no-boundary @no-undetermined @no-not-applicable
Feature: QLT-051 Reference data of the batch are not in the register
  Where a register holds a kind of reference data, only what it holds counts.

  Background:
    Given a clean funding_line FL-1

  Scenario: the register holds other lines
    Given the register does not hold FL-1
    When rule QLT-051 runs
    Then it fails for funding_line:FL-1/2026

  Scenario: the register holds the line with another title
    Given the register says that title of FL-1 is Imagery
    When rule QLT-051 runs
    Then nothing fails
    And it passes for funding_line:FL-1/2026:title
