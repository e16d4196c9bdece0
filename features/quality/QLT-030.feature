# The program itself makes these records from batch.yaml and what was read, so that nothing in them
# is unknown or out of scope.
@no-undetermined @no-not-applicable
Feature: QLT-030 Declared total that does not tie out
  The sender states totals from the books; what was read adds up to them, to the cent and to the row.

  Background:
    Given a clean control_total T-1

  Scenario: the same to the cent
    Given its declared is EUR 48,765.43
    And its found is EUR 48,765.43
    When rule QLT-030 runs
    Then it passes for T-1

  Scenario: one cent more was read
    Given its found is one cent above declared
    When rule QLT-030 runs
    Then it fails for T-1
    And the message for T-1 contains "the difference is EUR -0.01"

  Scenario: one cent less was read
    Given its found is one cent below declared
    When rule QLT-030 runs
    Then it fails for T-1

  Scenario: one row fewer, of nothing
    Given its rows_found is one fewer than rows
    When rule QLT-030 runs
    Then it fails for T-1

  Scenario: the rows are not stated
    Given its rows is empty
    And its rows_found is empty
    When rule QLT-030 runs
    Then it passes for T-1

  Scenario: nothing of the kind was read
    Given its found is EUR 0.00
    And its rows_found is 0
    When rule QLT-030 runs
    Then it fails for T-1
