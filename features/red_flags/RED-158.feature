# What is not known cannot be set beside the other offers: such a procedure is out of the comparison.
@no-undetermined
Feature: RED-158 Won at a price far below the second
  Only the winner of such a procedure is named.

  Background:
    Given these vendors
      | vendor_id |
      | V-A       |
      | V-B       |
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
      | T-2         | P-1         | V-B    |          | valid   | EUR 150.00 |
    And parameter r058.by_fence is false
    And parameter r058.threshold is 50%

  Scenario: the distance is the limit
    When rule RED-158 runs
    Then exactly these fail: V-A

  Scenario: one cent nearer
    Given the amount of T-2 is one cent below EUR 150.00
    When rule RED-158 runs
    Then it passes for V-A

  Scenario: two equal prices, and no other procedure: the fence is nought, and so is the distance
    Given parameter r058.by_fence is true
    And the amount of T-2 is EUR 100.00
    When rule RED-158 runs
    Then exactly these fail: V-A

  Scenario: the second is not named
    When rule RED-158 runs
    Then it passes for V-B

  Scenario: prices cannot be compared
    Given the method_details of P-1 is "random selection"
    And parameter red_flags.no_price_comparison_procurement_methods is random selection
    When rule RED-158 runs
    Then it is not applicable to V-A
