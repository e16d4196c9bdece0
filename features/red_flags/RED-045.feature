# A vendor is in the file or not: there is no amount or day to stand at.
# A contract without a vendor is out of scope; whether it is owed is another question.
@no-boundary @no-undetermined
Feature: RED-045 Contract with a vendor that is not in the vendor file
  A firm that is bound by a contract is known to the office.


  Background:
    Given a clean contract C-1

  Scenario: a number that no vendor bears
    Given its vendor is "V-9"
    When rule RED-045 runs
    Then it fails for C-1
    And the message for C-1 contains "V-9"

  Scenario: in the file
    When rule RED-045 runs
    Then it passes for C-1

  Scenario: no vendor is named
    Given its vendor is empty
    When rule RED-045 runs
    Then it is not applicable to C-1
