# What is not known cannot be set beside the other offers: such a procedure is out of the comparison.
@no-undetermined
Feature: RED-124 First or second in a procedure with close prices
  Both tenderers of such a pair are named: the winner, and whoever came second.

  Background:
    Given these vendors
      | vendor_id |
      | V-A       |
      | V-B       |
      | V-C       |
    And these procurements
      | procurement_id | method_details |
      | P-1            | open           |
    And these awards
      | award_id | procurement | vendors | outcome |
      | A-1      | P-1         | V-A     | active  |
    And these suppliers
      | supplier_id | procurement | vendor | outcome |
      | S-1         | P-1         | V-A    | active  |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome | amount     |
      | T-1         | P-1         | V-A    |          | valid   | EUR 100.00 |
      | T-2         | P-1         | V-B    |          | valid   | EUR 105.00 |
      | T-3         | P-1         | V-C    |          | valid   | EUR 150.00 |
    And parameter r024.by_fence is false
    And parameter r024.threshold is 5%

  Scenario: the distance is the limit
    When rule RED-124 runs
    Then exactly these fail: V-A, V-B

  Scenario: one cent farther
    Given the amount of T-2 is one cent above EUR 105.00
    When rule RED-124 runs
    Then it passes for V-A
    And it passes for V-B

  Scenario: two equal prices, and no other procedure: the fence is nought, and so is the distance
    Given parameter r024.by_fence is true
    And the amount of T-2 is EUR 100.00
    When rule RED-124 runs
    Then exactly these fail: V-A, V-B

  Scenario: two came second at one price
    Given the amount of T-3 is EUR 105.00
    When rule RED-124 runs
    Then exactly these fail: V-A, V-B, V-C

  Scenario: the winner's other offer is no second price
    Given the vendor of T-2 is "V-A"
    When rule RED-124 runs
    Then it passes for V-A
    And it passes for V-C

  Scenario: prices cannot be compared
    Given the method_details of P-1 is "random selection"
    And parameter red_flags.no_price_comparison_procurement_methods is random selection
    When rule RED-124 runs
    Then it is not applicable to V-A
