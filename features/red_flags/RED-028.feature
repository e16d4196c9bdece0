Feature: RED-028 Offers of the same price by different tenderers
  Where price decides, two tenderers who arrive at one price to the cent are a reason to compare
  their offers. Firms that offer together are one tenderer.

  Background:
    Given these procurements
      | procurement_id | method_details |
      | P-1            | open           |
    And these bids
      | bid_id | procurement | vendor | members | outcome      | amount     |
      | B-1    | P-1         | V-A    | V-D     | valid        | EUR 100.00 |
      | B-2    | P-1         | V-B    |         | disqualified | EUR 105.00 |
      | B-3    | P-1         | V-C    |         | submitted    | EUR 105.00 |

  Scenario: two tenderers, one price
    When rule RED-028 runs
    Then it fails for P-1
    And the message for P-1 contains "2 tenderers offered one price"

  Scenario: one cent apart
    Given the amount of B-3 is one cent above EUR 105.00
    When rule RED-028 runs
    Then it passes for P-1

  Scenario: the same figure in another currency
    Given the amount of B-3 is USD 105.00
    When rule RED-028 runs
    Then it passes for P-1

  Scenario: one tenderer offered twice
    Given the vendor of B-3 is "V-B"
    When rule RED-028 runs
    Then it passes for P-1

  Scenario: one of the offers was withdrawn
    Given the outcome of B-3 is "withdrawn"
    When rule RED-028 runs
    Then it passes for P-1

  Scenario: price does not decide
    Given the method_details of P-1 is "random selection"
    And parameter red_flags.no_price_comparison_procurement_methods is random selection
    When rule RED-028 runs
    Then it is not applicable to P-1

  Scenario: nobody knows one of the prices
    Given the amount of B-3 is empty
    When rule RED-028 runs
    Then it is undetermined for P-1
