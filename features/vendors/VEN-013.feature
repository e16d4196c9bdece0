Feature: VEN-013 Payment after the vendor came under another nation's control
  Where a check after the award finds a firm under the control of another nation, the line must name
  that nation before more is paid.

  Background:
    Given a clean payment S-1
    And its vendor.control_checked_on is 2026-05-04
    And its vendor.control_nation is "ZZ"

  Scenario: a nation that the line does not name
    When rule VEN-013 runs
    Then it fails for S-1
    And the amount at issue is its amount
    And the message for S-1 contains "found on 2026-05-04 to be controlled from ZZ"

  Scenario: a nation that the line names
    Given its vendor.control_nation is "PL"
    When rule VEN-013 runs
    Then it passes for S-1

  Scenario: the firm's own nation
    Given its vendor.control_nation is vendor.nation
    When rule VEN-013 runs
    Then it passes for S-1

  Scenario: found on the day of payment
    Given its vendor.control_checked_on is exactly booked_on
    When rule VEN-013 runs
    Then it fails for S-1

  Scenario: found one day after the payment
    Given its vendor.control_checked_on is one day after booked_on
    When rule VEN-013 runs
    Then it is not applicable to S-1

  Scenario: known on the day of signature
    Given its vendor.control_checked_on is exactly contract.signed_on
    When rule VEN-013 runs
    Then it is not applicable to S-1

  Scenario: found one day after the signature
    Given its vendor.control_checked_on is one day after contract.signed_on
    When rule VEN-013 runs
    Then it fails for S-1

  Scenario: a bill is no payment
    Given its kind is "invoice"
    When rule VEN-013 runs
    Then it is not applicable to S-1

  Scenario: nobody knows who controls it
    Given its vendor.control_nation is empty
    When rule VEN-013 runs
    Then it is undetermined for S-1
