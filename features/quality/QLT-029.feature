# A contract without a value is out of scope; whether it is owed is another question.
@no-undetermined
Feature: QLT-029 Contract of a negative value
  A contract binds money; what lowers it is an amendment.


  Background:
    Given a clean contract C-1

  Scenario: nothing is owed under it
    Given its value is EUR 0.00
    When rule QLT-029 runs
    Then it passes for C-1

  Scenario: one cent below nothing
    Given its value is one cent below EUR 0.00
    When rule QLT-029 runs
    Then it fails for C-1
    And the message for C-1 contains "-0.01"

  Scenario: no value
    Given its value is empty
    When rule QLT-029 runs
    Then it is not applicable to C-1
