# A reference leads to a record or it does not: there is no amount or day to stand at.
# A line that names none is out of scope, so nothing is left open.
@no-boundary @no-undetermined
Feature: QLT-018 Spending line that settles a line which is not in the records
  A number that leads nowhere leaves every test of what stands behind it without an answer.


  Background:
    Given a clean payment S-1

  Scenario: a number that no record bears
    Given its settles is "GONE-1"
    When rule QLT-018 runs
    Then it fails for S-1
    And the message for S-1 contains "GONE-1"

  Scenario: the record is there
    When rule QLT-018 runs
    Then it passes for S-1

  Scenario: nothing is named
    Given its settles is empty
    When rule QLT-018 runs
    Then it is not applicable to S-1
