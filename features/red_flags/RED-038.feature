# What is not known cannot be set beside the other tenderers: such an offer is out of the comparison.
@no-undetermined
Feature: RED-038 Tenderer whose offers are often shut out
  Of the offers that were submitted, the part that was shut out; withdrawn offers are not submitted.

  Background:
    Given these vendors
      | vendor_id |
      | V-A       |
      | V-B       |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome      |
      | T-1         | P-1         | V-A    |          | disqualified |
      | T-2         | P-2         | V-A    |          | valid        |
      | T-3         | P-2         | V-A    |          | withdrawn    |
      | T-4         | P-1         | V-B    |          | disqualified |
    And these procurements
      | procurement_id |
      | P-1            |
      | P-2            |
    And parameter r038.by_fence is false
    And parameter r038.threshold is 50%
    And parameter r038.minimum_submitted_bids is 2

  Scenario: exactly the share of the limit, of the least number of offers
    When rule RED-038 runs
    Then exactly these fail: V-A
    And the message for V-A contains "1 of 2 offers were shut out"

  Scenario: a higher limit
    Given parameter r038.threshold is 50.01%
    When rule RED-038 runs
    Then it passes for V-A

  Scenario: one offer, one fewer than asked for
    When rule RED-038 runs
    Then it is not applicable to V-B

  Scenario: one offer is enough where the office says so
    Given parameter r038.minimum_submitted_bids is 1
    When rule RED-038 runs
    Then it fails for V-B

  Scenario: three are asked for, one more than there are
    Given parameter r038.minimum_submitted_bids is 3
    When rule RED-038 runs
    Then it is not applicable to V-A

  Scenario: by the fence of a batch of one, which is its only value
    Given parameter r038.by_fence is true
    When rule RED-038 runs
    Then it fails for V-A

  Scenario: by a fence of zeros, which would take in everyone
    Given parameter r038.by_fence is true
    And the outcome of T-1 is "valid"
    When rule RED-038 runs
    Then it is not applicable to V-A
