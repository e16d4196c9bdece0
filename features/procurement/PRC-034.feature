Feature: PRC-034 Amendment of a contract that had ended
  A contract is changed while it binds, counting the extensions that were signed before.

  Background:
    Given a clean document DOC-D
    And a clean amendment A-1
    And its number is 2

  Scenario: signed on the last day
    Given its signed_on is exactly contract.ends_on
    When rule PRC-034 runs
    Then it passes for A-1

  Scenario: signed one day after the last day
    Given its signed_on is one day after contract.ends_on
    When rule PRC-034 runs
    Then it fails for A-1
    And the amount at issue is its value_change

  Scenario: its own new end does not help
    Given its signed_on is one day after contract.ends_on
    And its new_ends_on is 2027-06-30
    When rule PRC-034 runs
    Then it fails for A-1

  Scenario: extended before
    Given its signed_on is one day after contract.ends_on
    And a clean amendment A-2
    And its contract is "A-1-C"
    And its kind is "term"
    And its number is 1
    And its signed_on is 2026-05-15
    And its new_ends_on is 2026-12-31
    When rule PRC-034 runs
    Then it passes for A-1

  Scenario: the end of a contract may be put on paper afterwards
    Given its signed_on is one day after contract.ends_on
    And its kind is "termination"
    When rule PRC-034 runs
    Then it is not applicable to A-1

  Scenario: a deviation was approved by the day of signature
    Given its signed_on is one day after contract.ends_on
    And its contract.procurement.deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly signed_on of A-1
    When rule PRC-034 runs
    Then it passes for A-1 by exception approved deviation

  Scenario: nobody knows when the contract ends
    Given its contract.ends_on is empty
    When rule PRC-034 runs
    Then it is undetermined for A-1
