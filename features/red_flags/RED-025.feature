# What is not known cannot be set beside the other tenderers: such an offer is out of the comparison.
@no-undetermined
Feature: RED-025 Frequent tenderer that seldom wins
  Procedures with an admitted offer are counted, once each; only who is among the frequent tenderers
  is looked at.

  Background:
    Given these vendors
      | vendor_id |
      | V-A       |
      | V-B       |
      | V-C       |
    And these procurements
      | procurement_id |
      | P-1            |
      | P-2            |
    And these awards
      | award_id | procurement | vendors | outcome |
      | A-1      | P-1         | V-B     | active  |
      | A-2      | P-2         | V-A     | active  |
    And these suppliers
      | supplier_id | procurement | vendor | outcome |
      | S-1         | P-1         | V-B    | active  |
      | S-2         | P-2         | V-A    | active  |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome      |
      | T-1         | P-1         | V-A    |          | valid        |
      | T-2         | P-1         | V-A    |          | valid        |
      | T-3         | P-1         | V-B    |          | valid        |
      | T-4         | P-2         | V-A    |          | valid        |
      | T-5         | P-2         | V-C    |          | disqualified |
    And parameter r025.by_fence is false
    And parameter r025.threshold is 50%
    And parameter r025.percentile is 75%

  Scenario: exactly the share of the limit: one of two, the second offer in a procedure not counted
    When rule RED-025 runs
    Then it fails for V-A
    And the message for V-A contains "won 1 of 2 procedures"

  Scenario: a lower limit
    Given parameter r025.threshold is 49.9999%
    When rule RED-025 runs
    Then it passes for V-A

  Scenario: exactly one procedure, below the upper quartile of 1 and 2
    When rule RED-025 runs
    Then it is not applicable to V-B

  Scenario: at another percentile the less frequent are looked at too
    # Of 1 and 2 procedures the 10th percentile of type 8 is the lower value.
    Given parameter r025.percentile is 10%
    When rule RED-025 runs
    Then it passes for V-B

  Scenario: by the fence of two shares
    # Shares 0.5 and 1; the quartiles of two are the values themselves; the fence is 0.5 - 0.75.
    Given parameter r025.by_fence is true
    When rule RED-025 runs
    Then it passes for V-A

  Scenario: by a fence of nought, where nobody who was admitted won
    Given parameter r025.by_fence is true
    And the vendor of S-1 is "V-C"
    And the vendor of S-2 is "V-C"
    When rule RED-025 runs
    Then exactly these fail: V-A

  Scenario: no offer was admitted
    When rule RED-025 runs
    Then it is not applicable to V-C

  Scenario: an award that is not settled takes its procedure out
    Given these awards
      | award_id | procurement | vendors | outcome |
      | A-3      | P-1         | V-B     | pending |
    When rule RED-025 runs
    Then it passes for V-A
