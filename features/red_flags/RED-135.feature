# What is not known cannot be judged for the winner: such a procedure is out of the comparison.
@no-undetermined
Feature: RED-135 Winner as the only tenderer not shut out
  The winner of such a procedure is named, and nobody else.

  Background:
    Given these vendors
      | vendor_id |
      | V-A       |
      | V-B       |
      | V-C       |
    And these procurements
      | procurement_id |
      | P-1            |
    And these awards
      | award_id | procurement | vendors | outcome |
      | A-1      | P-1         | V-A     | active  |
    And these suppliers
      | supplier_id | procurement | vendor | outcome |
      | S-1         | P-1         | V-A    | active  |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome      |
      | T-1         | P-1         | V-A    |          | valid        |
      | T-2         | P-1         | V-B    |          | disqualified |
    And parameter r035.threshold is 1

  Scenario: one tenderer was shut out
    When rule RED-135 runs
    Then exactly these fail: V-A

  Scenario: two are asked for, one more than there are
    Given parameter r035.threshold is 2
    When rule RED-135 runs
    Then it passes for V-A

  Scenario: another tenderer was admitted
    Given the outcome of T-2 is "valid"
    When rule RED-135 runs
    Then it is not applicable to V-A

  Scenario: a firm that never offered
    When rule RED-135 runs
    Then it is not applicable to V-C
