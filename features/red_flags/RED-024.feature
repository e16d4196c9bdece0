# What is not known cannot be set beside the other procedures: such a procedure is out of the
# comparison, and is counted as not applicable.
@no-undetermined
Feature: RED-024 Second price close to the winning price
  Where price decides, the distance between the two lowest offers is measured as a part of the
  winning one, and held against the lower fence of all procedures, or against a stated figure.

  Background:
    Given these procurements
      | procurement_id | method_details |
      | P-1            | open           |
    And these awards
      | award_id | procurement | vendors | outcome |
      | A-1      | P-1         | V-A     | active  |
    And these suppliers
      | supplier_id | procurement | vendor | outcome |
      | S-1         | P-1         | V-A    | active  |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome | amount       |
      | T-1         | P-1         | V-A    |          | valid   | EUR 100.00   |
      | T-2         | P-1         | V-B    |          | valid   | EUR 105.00   |
      | T-3         | P-1         | V-C    |          | valid   | EUR 150.00   |
    And parameter r024.by_fence is false
    And parameter r024.threshold is 5%

  Scenario: the distance is the limit
    When rule RED-024 runs
    Then it fails for P-1
    And the message for P-1 contains "lies 0.05 above the winning"

  Scenario: one cent farther
    Given the amount of T-2 is one cent above EUR 105.00
    When rule RED-024 runs
    Then it passes for P-1

  Scenario: a stricter limit
    Given parameter r024.threshold is 4.9999%
    When rule RED-024 runs
    Then it passes for P-1

  Scenario: a lower offer that was shut out does not count
    Given the amount of T-3 is EUR 90.00
    And the outcome of T-3 is "disqualified"
    When rule RED-024 runs
    Then it fails for P-1

  Scenario: the winner was not the lowest
    Given the amount of T-2 is one cent below EUR 100.00
    When rule RED-024 runs
    Then it is not applicable to P-1

  Scenario: the winner's lowest offer is the winning one, and its other is no rival's
    Given the vendor of T-2 is "V-A"
    When rule RED-024 runs
    Then it passes for P-1

  Scenario: by the fence of a batch of one, which is its only value
    Given parameter r024.by_fence is true
    And the amount of T-2 is EUR 140.00
    When rule RED-024 runs
    Then it fails for P-1

  Scenario: two equal prices, and no other procedure: the fence is nought, and so is the distance
    Given parameter r024.by_fence is true
    And the amount of T-2 is EUR 100.00
    When rule RED-024 runs
    Then it fails for P-1

  Scenario: by the fence of five procedures, of which one is far below the others
    # Distances 0.5 in P-1 to P-4 and 0.04 in P-5. Type 8 quartiles of five: the lower one stands at
    # place 5 1/3 / 4 + 1/3 = 1 2/3, at 0.04 + 2/3 of 0.46 = 0.346667; the upper one is 0.5. The fence
    # is 0.346667 - 1.5 * 0.153333 = 0.116667.
    Given parameter r024.by_fence is true
    And the amount of T-2 is EUR 150.00
    And these procurements
      | procurement_id |
      | P-2            |
      | P-3            |
      | P-4            |
      | P-5            |
    And these awards
      | award_id | procurement | vendors | outcome |
      | A-2      | P-2         | V-A     | active  |
      | A-3      | P-3         | V-A     | active  |
      | A-4      | P-4         | V-A     | active  |
      | A-5      | P-5         | V-A     | active  |
    And these suppliers
      | supplier_id | procurement | vendor | outcome |
      | S-2         | P-2         | V-A    | active  |
      | S-3         | P-3         | V-A    | active  |
      | S-4         | P-4         | V-A    | active  |
      | S-5         | P-5         | V-A    | active  |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome | amount     |
      | T-21        | P-2         | V-A    |          | valid   | EUR 100.00 |
      | T-22        | P-2         | V-B    |          | valid   | EUR 150.00 |
      | T-31        | P-3         | V-A    |          | valid   | EUR 100.00 |
      | T-32        | P-3         | V-B    |          | valid   | EUR 150.00 |
      | T-41        | P-4         | V-A    |          | valid   | EUR 100.00 |
      | T-42        | P-4         | V-B    |          | valid   | EUR 150.00 |
      | T-51        | P-5         | V-A    |          | valid   | EUR 100.00 |
      | T-52        | P-5         | V-B    |          | valid   | EUR 104.00 |
    When rule RED-024 runs
    Then exactly these fail: P-5

  Scenario: another award is not settled
    Given these awards
      | award_id | procurement | vendors | outcome |
      | A-2      | P-1         | V-B     | pending |
    When rule RED-024 runs
    Then it is not applicable to P-1

  Scenario: two awards are in force
    Given these awards
      | award_id | procurement | vendors | outcome |
      | A-2      | P-1         | V-A     | active  |
    When rule RED-024 runs
    Then it is not applicable to P-1

  Scenario: the award went to two firms
    Given the vendors of A-1 is "V-A;V-C"
    When rule RED-024 runs
    Then it is not applicable to P-1

  Scenario: two firms offered together
    Given these bids
      | bid_id | procurement | vendor | members | outcome | amount     |
      | B-2    | P-1         | V-B    | V-C     | valid   | EUR 105.00 |
    When rule RED-024 runs
    Then it is not applicable to P-1

  Scenario: price does not decide
    Given parameter red_flags.no_price_comparison_procurement_methods is random selection; open
    When rule RED-024 runs
    Then it is not applicable to P-1

  Scenario: price decides other procedures only
    Given parameter red_flags.price_comparison_procurement_methods is reverse auction
    When rule RED-024 runs
    Then it is not applicable to P-1

  Scenario: price decides this procedure
    Given parameter red_flags.price_comparison_procurement_methods is reverse auction; open
    When rule RED-024 runs
    Then it fails for P-1

  Scenario: nobody knows the state of an award, so that no winning price is known
    Given the outcome of A-1 is empty
    When rule RED-024 runs
    Then it is not applicable to P-1
