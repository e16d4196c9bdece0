Feature: RED-013 Large part of a category awarded without competition
  Where much of a category is awarded without competition, that is a reason to ask what could be competed.


  Background:
    Given parameter red.direct_share is 50%
    And parameter red.category_least is 3
    And these procurements
      | procurement_id | category | method        | award_value    |
      | P-1            | satcom   | single_source | EUR 100,000.00 |
      | P-2            | satcom   | open          | EUR 50,000.00 |
      | P-3            | satcom   | open          | EUR 50,000.00 |

  Scenario: half of all
    When rule RED-013 runs
    Then it passes for satcom

  Scenario: one cent above half
    Given the award_value of P-1 is one cent above EUR 100,000.00
    When rule RED-013 runs
    Then it fails for satcom

  Scenario: one fewer than the awards that are needed
    Given parameter red.category_least is 4
    And the award_value of P-1 is EUR 900,000.00
    When rule RED-013 runs
    Then it is not applicable to satcom

  Scenario: nobody knows how one was awarded
    Given the method of P-3 is empty
    When rule RED-013 runs
    Then it is undetermined for satcom
