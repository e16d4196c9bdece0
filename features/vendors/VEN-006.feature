Feature: VEN-006 Payment to a vendor that had not been paid for a long time
  A firm that was not paid for a long time is confirmed before it is paid again.

  Background:
    Given a clean payment SL-1
    And a clean payment SL-2
    And the vendor of SL-2 is vendor of SL-1
    And the booked_on of SL-1 is 2025-03-03

  Scenario: paid again on the last day of the period
    Given the booked_on of SL-2 is period.dormant_vendor after booked_on of SL-1
    When rule VEN-006 runs
    Then it passes for SL-2

  Scenario: paid again long after
    Given the booked_on of SL-2 is 2026-12-30
    When rule VEN-006 runs
    Then it fails for SL-2
    And the amount at issue is its amount

  Scenario: paid again the day after the period
    Given the booked_on of SL-2 is one day after period.dormant_vendor after booked_on of SL-1
    When rule VEN-006 runs
    Then it fails for SL-2

  Scenario: paid for the first time
    Given the booked_on of SL-2 is 2026-12-30
    When rule VEN-006 runs
    Then it is not applicable to SL-1

  Scenario: the vendor of the payment is unknown
    Given the vendor of SL-2 is empty
    When rule VEN-006 runs
    Then it is undetermined for SL-2
