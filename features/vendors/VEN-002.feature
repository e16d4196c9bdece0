Feature: VEN-002 Contract signed after the vendor's eligibility ended
  On the day of signature the vendor is eligible.

  Background:
    Given a clean contract C-1

  Scenario: on the last day of eligibility
    Given its signed_on is the last day of vendor.eligible_until
    When rule VEN-002 runs
    Then it passes for C-1

  Scenario: one day after
    Given its signed_on is one day after vendor.eligible_until
    When rule VEN-002 runs
    Then it fails for C-1
    And the amount at issue is its value
    And the message for C-1 contains "eligible until"

  Scenario: a superseded contract
    Given its signed_on is one day after vendor.eligible_until
    And its status is "superseded"
    When rule VEN-002 runs
    Then it is not applicable to C-1

  Scenario: nobody knows until when the vendor is eligible
    Given its vendor.eligible_until is empty
    When rule VEN-002 runs
    Then it is undetermined for C-1
