Feature: VEN-005 Contract with a vendor that was entered shortly before
  A vendor stands in the file for some time before a contract is signed, or is looked at.

  Background:
    Given a clean contract C-1

  Scenario: entered exactly the period before
    Given its signed_on is period.new_vendor after vendor.registered_on
    When rule VEN-005 runs
    Then it passes for C-1

  Scenario: entered one day less before
    Given its signed_on is one day before period.new_vendor after vendor.registered_on
    When rule VEN-005 runs
    Then it fails for C-1

  Scenario: an order under a framework
    Given its kind is "call_off"
    And its vendor.registered_on is 2026-03-20
    When rule VEN-005 runs
    Then it is not applicable to C-1

  Scenario: nobody knows when the firm was entered
    Given its vendor.registered_on is empty
    When rule VEN-005 runs
    Then it is undetermined for C-1
