# A code has the form or it has not: there is no amount or day to stand at.
# A vendor without a nation is out of scope; whether it is owed is another question.
@no-boundary @no-undetermined
Feature: QLT-032 Vendor whose nation is no two-letter code
  A nation is written by its two capital letters, so that lists of nations can be compared.


  Background:
    Given a clean vendor V-1

  Scenario Outline: written otherwise
    Given its nation is "<nation>"
    When rule QLT-032 runs
    Then it fails for V-1
    And the message for V-1 contains "<nation>"

    Examples:
      | nation      |
      | NLD         |
      | Netherlands |
      | nl          |

  Scenario: the code
    Given its nation is "NO"
    When rule QLT-032 runs
    Then it passes for V-1

  Scenario: no nation
    Given its nation is empty
    When rule QLT-032 runs
    Then it is not applicable to V-1
