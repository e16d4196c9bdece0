Feature: PRC-017 Contract signed before the award was decided and approved
  Nobody signs before the award is decided and approved.

  Background:
    Given a clean contract C-1

  Scenario: approved on the day of signature
    Given its procurement.approved_on is exactly signed_on
    And its procurement.awarded_on is exactly signed_on
    When rule PRC-017 runs
    Then it passes for C-1

  Scenario: approved one day after signature
    Given its procurement.approved_on is one day after signed_on
    When rule PRC-017 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: decided one day after signature
    Given its procurement.awarded_on is one day after signed_on
    When rule PRC-017 runs
    Then it fails for C-1

  Scenario: a contract that names no procedure
    Given its procurement is empty
    When rule PRC-017 runs
    Then it is not applicable to C-1

  Scenario: nobody knows when the award was approved
    Given its procurement.approved_on is empty
    When rule PRC-017 runs
    Then it is undetermined for C-1
