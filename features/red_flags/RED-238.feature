# What is not known cannot be set beside the other bodies: such an offer is out of the comparison.
@no-undetermined
Feature: RED-238 Procuring entity that often shuts offers out
  Of the offers that were submitted to the body, the part that was shut out.

  Background:
    Given these bodys
      | body_id |
      | B-A     |
      | B-B     |
    And these procurements
      | procurement_id | procuring_entity |
      | P-1            | B-A |
      | P-2            | B-A |
      | P-3            | B-B |
    And no bid names P-1
    And no bid names P-2
    And no bid names P-3
    And these bids
      | bid_id | procurement | vendor | outcome      |
      | O-1    | P-1         | V-A    | disqualified |
      | O-2    | P-2         | V-A    | valid        |
      | O-3    | P-3         | V-A    | disqualified |
      | O-4    | P-3         | V-B    | disqualified |
      | O-5    | P-2         | V-B    | withdrawn    |
    And parameter r038.by_fence is false
    And parameter r038.threshold is 50%
    And parameter r038.minimum_contracting_processes is 2

  Scenario: exactly the share of the limit, in the least number of procedures
    When rule RED-238 runs
    Then exactly these fail: B-A
    And the message for B-A contains "1 of 2 offers in 2 procedures were shut out"

  Scenario: a higher limit
    Given parameter r038.threshold is 50.01%
    When rule RED-238 runs
    Then it passes for B-A

  Scenario: one procedure, one fewer than asked for
    When rule RED-238 runs
    Then it is not applicable to B-B

  Scenario: one procedure is enough where the office says so
    Given parameter r038.minimum_contracting_processes is 1
    When rule RED-238 runs
    Then it fails for B-B

  Scenario: three are asked for, one more than there are
    Given parameter r038.minimum_contracting_processes is 3
    When rule RED-238 runs
    Then it is not applicable to B-A

  Scenario: a cancelled procedure does not count
    Given the status of P-2 is "cancelled"
    And the status of O-2 is "cancelled"
    When rule RED-238 runs
    Then it is not applicable to B-A

  Scenario: by the fence of a batch of one, which is its only value
    Given parameter r038.by_fence is true
    When rule RED-238 runs
    Then it fails for B-A

  Scenario: one procedure with two offers, in an office that compares by offers
    Given parameter r038.by_bids is true
    When rule RED-238 runs
    Then it fails for B-B

  Scenario: by offers, one fewer than asked for
    Given parameter r038.by_bids is true
    And parameter r038.minimum_contracting_processes is 3
    When rule RED-238 runs
    Then it is not applicable to B-B
