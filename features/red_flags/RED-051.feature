Feature: RED-051 Awards of one category concentrated on few firms
  Where few firms win what is bought of a category, that is a reason to survey the market.


  Background:
    Given parameter red.concentration is 0.25
    And parameter red.category_least is 3
    And these procurements
      | procurement_id | category | vendor | award_value    |
      | P-1            | satcom   | V-1    | EUR 100,000.00 |
      | P-2            | satcom   | V-2    | EUR 100,000.00 |
      | P-3            | satcom   | V-3    | EUR 100,000.00 |
      | P-4            | satcom   | V-4    | EUR 100,000.00 |

  Scenario: four firms of one size: 0.25
    When rule RED-051 runs
    Then it passes for satcom

  Scenario: one cent above for one of them moves nothing that six places show
    Given the award_value of P-1 is one cent above EUR 100,000.00
    When rule RED-051 runs
    Then it passes for satcom

  Scenario: three firms
    Given the vendor of P-4 is "V-1"
    When rule RED-051 runs
    Then it fails for satcom

  Scenario: one fewer than the awards that are needed
    Given parameter red.category_least is 5
    And the vendor of P-4 is "V-1"
    When rule RED-051 runs
    Then it is not applicable to satcom

  Scenario: the firm of one award is unknown
    Given parameter red.concentration is 0.5
    And the vendor of P-4 is empty
    When rule RED-051 runs
    Then it is undetermined for satcom
