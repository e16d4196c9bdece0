Feature: RED-036 Lowest submitted price shut out
  Where price decides and an award was made, the lowest of all submitted prices is looked at; offers
  that were withdrawn are not submitted.

  Background:
    Given these procurements
      | procurement_id | method_details |
      | P-1            | open           |
    And these awards
      | award_id | procurement | vendors | outcome |
      | A-1      | P-1         | V-A     | active  |
    And these bids
      | bid_id | procurement | vendor | outcome      | amount     |
      | B-1    | P-1         | V-A    | valid        | EUR 100.00 |
      | B-2    | P-1         | V-B    | disqualified | EUR 100.00 |
      | B-3    | P-1         | V-C    | withdrawn    | EUR 80.00  |

  Scenario: as low as the lowest that was admitted
    When rule RED-036 runs
    Then it fails for P-1

  Scenario: one cent above the lowest
    Given the amount of B-2 is one cent above EUR 100.00
    When rule RED-036 runs
    Then it passes for P-1

  Scenario: a lower offer is still being examined
    Given the outcome of B-3 is "submitted"
    When rule RED-036 runs
    Then it passes for P-1

  Scenario: nothing was shut out
    Given the outcome of B-2 is "valid"
    When rule RED-036 runs
    Then it is not applicable to P-1

  Scenario: no award is in force
    Given the outcome of A-1 is "pending"
    When rule RED-036 runs
    Then it is not applicable to P-1

  Scenario: price does not decide
    Given parameter red_flags.no_price_comparison_procurement_methods is open
    When rule RED-036 runs
    Then it is not applicable to P-1

  Scenario: nobody knows one of the prices
    Given the amount of B-2 is one cent above EUR 100.00
    And the outcome of B-3 is "disqualified"
    And the amount of B-3 is empty
    When rule RED-036 runs
    Then it is undetermined for P-1
