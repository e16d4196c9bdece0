# What is not known cannot be set beside the other procedures: such a procedure is out of the
# comparison, and is counted as not applicable.
@no-undetermined
Feature: RED-058 Winning price far below the second
  Where price decides, the distance between the two lowest offers is measured as a part of the
  winning one, and held against the upper fence of all procedures, or against a stated figure.

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
      | tenderer_id | procurement | vendor | partners | outcome | amount     |
      | T-1         | P-1         | V-A    |          | valid   | EUR 100.00 |
      | T-2         | P-1         | V-B    |          | valid   | EUR 150.00 |
    And parameter r058.by_fence is false
    And parameter r058.threshold is 50%

  Scenario: the distance is the limit
    When rule RED-058 runs
    Then it fails for P-1
    And the message for P-1 contains "lies 0.5 above the winning"

  Scenario: one cent nearer
    Given the amount of T-2 is one cent below EUR 150.00
    When rule RED-058 runs
    Then it passes for P-1

  Scenario: a higher limit
    Given parameter r058.threshold is 50.01%
    When rule RED-058 runs
    Then it passes for P-1

  Scenario: two equal prices, and no other procedure: the fence is nought, and so is the distance
    Given parameter r058.by_fence is true
    And the amount of T-2 is EUR 100.00
    When rule RED-058 runs
    Then it fails for P-1

  Scenario: by the fence of three procedures
    # Distances 0.1, 0.1 and 4. Type 8 quartiles of three: the lower one stands at place 1 1/6, at
    # 0.1; the upper one at place 2 5/6, at 0.1 + 5/6 of 3.9 = 3.35. The fence is 3.35 + 1.5 * 3.25.
    Given parameter r058.by_fence is true
    And the amount of T-2 is EUR 500.00
    And these procurements
      | procurement_id |
      | P-2            |
      | P-3            |
    And these awards
      | award_id | procurement | vendors | outcome |
      | A-2      | P-2         | V-A     | active  |
      | A-3      | P-3         | V-A     | active  |
    And these suppliers
      | supplier_id | procurement | vendor | outcome |
      | S-2         | P-2         | V-A    | active  |
      | S-3         | P-3         | V-A    | active  |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome | amount     |
      | T-21        | P-2         | V-A    |          | valid   | EUR 100.00 |
      | T-22        | P-2         | V-B    |          | valid   | EUR 110.00 |
      | T-31        | P-3         | V-A    |          | valid   | EUR 100.00 |
      | T-32        | P-3         | V-B    |          | valid   | EUR 110.00 |
    When rule RED-058 runs
    Then exactly these pass: P-1, P-2, P-3

  Scenario: offers in two currencies without a rate are not compared
    Given the amount of T-2 is USD 150.00
    And the received_on of T-2 is empty
    When rule RED-058 runs
    Then it is not applicable to P-1

  Scenario: nobody else offered
    Given the outcome of T-2 is "withdrawn"
    When rule RED-058 runs
    Then it is not applicable to P-1
