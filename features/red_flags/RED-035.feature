Feature: RED-035 All tenderers but the winner shut out
  Tenderers are counted, not offers, and one who was also admitted was not shut out.

  Background:
    Given these procurements
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
      | T-3         | P-1         | V-B    |          | disqualified |
      | T-4         | P-1         | V-C    |          | withdrawn    |
    And parameter r035.threshold is 1

  Scenario: one tenderer was shut out, twice
    When rule RED-035 runs
    Then it fails for P-1
    And the message for P-1 contains "1 tenderers were shut out"

  Scenario: two are asked for, one more than there are
    Given parameter r035.threshold is 2
    When rule RED-035 runs
    Then it passes for P-1

  Scenario: two are asked for and two were shut out
    Given parameter r035.threshold is 2
    And the vendor of T-3 is "V-C"
    When rule RED-035 runs
    Then it fails for P-1

  Scenario: only the winner's own second offer was shut out
    Given the vendor of T-2 is "V-A"
    And the vendor of T-3 is "V-A"
    When rule RED-035 runs
    Then it passes for P-1

  Scenario: another tenderer was admitted
    Given the outcome of T-4 is "valid"
    When rule RED-035 runs
    Then it is not applicable to P-1

  Scenario: someone else won
    Given the vendor of S-1 is "V-B"
    When rule RED-035 runs
    Then it is not applicable to P-1

  Scenario: another award is not settled
    Given these awards
      | award_id | procurement | vendors | outcome |
      | A-2      | P-1         | V-A     | invalid |
    When rule RED-035 runs
    Then it is not applicable to P-1

  Scenario: nobody knows what became of the other offers
    Given the outcome of T-2 is empty
    And the outcome of T-3 is empty
    When rule RED-035 runs
    Then it is undetermined for P-1
