Feature: PRC-021 Amendments that lift a single-source contract over the limit of its award
  A contract that was awarded to one source within the limit may not grow beyond the limit that
  held when the procedure was launched.

  Background:
    Given a clean document DOC-D
    And a clean amendment A-1
    And its contract.procurement.method is "single_source"
    And its contract.value is half of limit.single_source

  Scenario: lifted to the limit itself
    Given its value_change is exactly half of limit.single_source
    When rule PRC-021 runs
    Then it passes for A-1

  Scenario: lifted one cent above the limit
    Given its value_change is one cent above half of limit.single_source
    When rule PRC-021 runs
    Then it fails for A-1
    And the amount at issue is EUR 0.01

  Scenario: several amendments together
    Given its value_change is exactly half of limit.single_source
    And a clean amendment A-2
    And its contract is "A-1-C"
    And its signed_on is one day after signed_on of A-1
    And its value_change is EUR 0.01
    When rule PRC-021 runs
    Then exactly these fail: A-2
    And it passes for A-1
    And it fails for A-2
    And the amount at issue is EUR 0.01

  Scenario: the limit on the day of the launch governs, not a later one
    Given parameter limit.single_source is EUR 40,000.00 from 2026-01-01
    And parameter limit.single_source is EUR 90,000.00 from 2026-06-01
    And its contract.procurement.launched_on is 2026-05-31
    And its contract.value is EUR 40,000.00
    And its signed_on is 2026-06-15
    And its value_change is EUR 0.01
    When rule PRC-021 runs
    Then it fails for A-1
    And the message for A-1 contains "EUR 40,000.00"

  Scenario: an amendment of the term only
    Given its kind is "term"
    And its value_change is empty
    When rule PRC-021 runs
    Then it passes for A-1

  Scenario: a competed contract
    Given its contract.procurement.method is "open"
    And its value_change is EUR 900,000.00
    When rule PRC-021 runs
    Then it is not applicable to A-1

  Scenario: the award was above the limit from the beginning
    Given its contract.value is one cent above limit.single_source
    When rule PRC-021 runs
    Then it is not applicable to A-1

  Scenario: a deviation was approved before the amendment
    Given its value_change is exactly limit.single_source
    And its contract.procurement.deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly signed_on of A-1
    When rule PRC-021 runs
    Then it passes for A-1 by exception approved deviation

  Scenario: nobody knows by how much the price changed
    Given its value_change is empty
    When rule PRC-021 runs
    Then it is undetermined for A-1
