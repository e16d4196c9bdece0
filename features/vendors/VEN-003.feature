Feature: VEN-003 Contract classified above the vendor's facility clearance
  On the day of signature the facility is cleared at least for the classification of the contract.

  Background:
    Given a clean contract C-1
    And its classification is "confidential"
    And its vendor.facility_clearance is "confidential"
    And its vendor.clearance_until is 2026-12-31

  Scenario: cleared for that very level
    Given its vendor.facility_clearance is "confidential"
    When rule VEN-003 runs
    Then it passes for C-1

  Scenario: cleared for one level less
    Given its vendor.facility_clearance is "restricted"
    When rule VEN-003 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: secret needs secret
    Given its classification is "secret"
    When rule VEN-003 runs
    Then it fails for C-1

  Scenario: on the last day of the clearance
    Given its vendor.clearance_until is exactly signed_on
    When rule VEN-003 runs
    Then it passes for C-1

  Scenario: one day after the clearance
    Given its vendor.clearance_until is one day before signed_on
    When rule VEN-003 runs
    Then it fails for C-1

  Scenario: nothing is classified
    Given its classification is "unclassified"
    And its vendor.facility_clearance is "none"
    When rule VEN-003 runs
    Then it is not applicable to C-1

  Scenario: nobody knows the clearance
    Given its vendor.facility_clearance is empty
    When rule VEN-003 runs
    Then it is undetermined for C-1
