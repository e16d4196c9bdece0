Feature: RED-128 Offer of the same price as another tenderer
  Every firm in an offer at such a price is named.

  Background:
    Given these vendors
      | vendor_id |
      | V-A       |
      | V-B       |
      | V-C       |
    And these procurements
      | procurement_id | method_details |
      | P-1            | open           |
    And these bids
      | bid_id | procurement | vendor | members | outcome | amount     |
      | B-1    | P-1         | V-A    |         | valid   | EUR 105.00 |
      | B-2    | P-1         | V-B    | V-C     | valid   | EUR 105.00 |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome | amount     |
      | T-1         | P-1         | V-A    |          | valid   | EUR 105.00 |
      | T-2         | P-1         | V-B    | V-C      | valid   | EUR 105.00 |
      | T-3         | P-1         | V-C    | V-C      | valid   | EUR 105.00 |

  Scenario: two tenderers, one of them of two firms
    When rule RED-128 runs
    Then exactly these fail: V-A, V-B, V-C

  Scenario: one cent apart
    Given the amount of B-1 is one cent above EUR 105.00
    And the amount of T-1 is one cent above EUR 105.00
    When rule RED-128 runs
    Then it passes for V-A
    And it passes for V-B

  Scenario: price does not decide
    Given the method_details of P-1 is "random selection"
    And parameter red_flags.no_price_comparison_procurement_methods is random selection
    When rule RED-128 runs
    Then it is not applicable to V-A

  Scenario: nobody knows what became of one offer
    Given the outcome of T-1 is empty
    When rule RED-128 runs
    Then it is undetermined for V-A
