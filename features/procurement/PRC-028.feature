Feature: PRC-028 Late offer that was admitted
  An offer that comes after the deadline is not examined.

  Background:
    Given a clean bid B-1

  Scenario: received on the last day
    Given its received_on is exactly procurement.bids_due_on
    When rule PRC-028 runs
    Then it passes for B-1

  Scenario: received one day after and awarded
    Given its received_on is one day after procurement.bids_due_on
    When rule PRC-028 runs
    Then it fails for B-1
    And the amount at issue is its amount

  Scenario: received one day after and examined
    Given its received_on is one day after procurement.bids_due_on
    And its outcome is "valid"
    When rule PRC-028 runs
    Then it fails for B-1

  Scenario: received late and not admitted
    Given its received_on is one day after procurement.bids_due_on
    And its outcome is "disqualified"
    When rule PRC-028 runs
    Then it is not applicable to B-1

  Scenario: one firm was asked and no deadline set
    Given its procurement.method is "single_source"
    And its procurement.bids_due_on is empty
    When rule PRC-028 runs
    Then it is not applicable to B-1

  Scenario: nobody knows the deadline
    Given its procurement.bids_due_on is empty
    When rule PRC-028 runs
    Then it is undetermined for B-1
