# A nation is named or not: there is no amount or day to stand at.
@no-boundary
Feature: VEN-004 Vendor controlled from another nation, which the funding line does not name
  The firm is controlled from a nation that the funding line names, before and after award.

  Background:
    Given a clean contract C-1

  Scenario: controlled from another nation
    Given its vendor.control_nation is "ZZ"
    When rule VEN-004 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: controlled from one of the nations
    Given its vendor.control_nation is "FR"
    When rule VEN-004 runs
    Then it passes for C-1

  Scenario: controlled from its own nation
    Given its vendor.control_nation is vendor.nation
    When rule VEN-004 runs
    Then it is not applicable to C-1

  Scenario: a cancelled contract
    Given its vendor.control_nation is "ZZ"
    And its status is "cancelled"
    When rule VEN-004 runs
    Then it is not applicable to C-1

  Scenario: nobody knows who controls the firm
    Given its vendor.control_nation is empty
    When rule VEN-004 runs
    Then it is undetermined for C-1
