Feature: RED-050 Vendor with most of what was awarded in a category
  A firm that wins most of what is bought of a category is a reason to survey the market.


  Background:
    Given parameter red.market_share is 50%
    And parameter red.category_least is 3
    And these procurements
      | procurement_id | category | vendor | award_value    |
      | P-1            | satcom   | V-1    | EUR 100,000.00 |
      | P-2            | satcom   | V-2    | EUR 50,000.00 |
      | P-3            | satcom   | V-3    | EUR 50,000.00 |

  Scenario: half of all
    When rule RED-050 runs
    Then it passes for satcom+V-1

  Scenario: one cent above half
    Given the award_value of P-1 is one cent above EUR 100,000.00
    When rule RED-050 runs
    Then it fails for satcom+V-1

  Scenario: one fewer than the awards that are needed
    Given parameter red.category_least is 4
    And the award_value of P-1 is EUR 900,000.00
    When rule RED-050 runs
    Then it is not applicable to satcom+V-1

  Scenario: an award of unknown value
    Given parameter red.market_share is 80%
    And the award_value of P-3 is empty
    When rule RED-050 runs
    Then it is undetermined for satcom+V-1
