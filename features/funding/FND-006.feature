# A nation is listed or it is not: there is no amount or day to stand at.
@no-boundary
Feature: FND-006 Vendor's nation not among the line's eligible nations
  The nations that fund a line say whose firms may be paid from it.

  Background:
    Given a clean contract C-1
    And its procurement.funding_line.eligible_nations is "DE;NL;NO"

  Scenario: the nation is listed
    Given its vendor.nation is "NO"
    When rule FND-006 runs
    Then it passes for C-1

  Scenario: the nation is not listed
    Given its vendor.nation is "CH"
    When rule FND-006 runs
    Then it fails for C-1
    And the amount at issue is its value
    And the message for C-1 contains "CH"

  Scenario: a framework binds no money yet
    Given its vendor.nation is "CH"
    And its kind is "framework"
    When rule FND-006 runs
    Then it is not applicable to C-1

  Scenario: an order under the framework does
    Given its vendor.nation is "CH"
    And its kind is "call_off"
    When rule FND-006 runs
    Then it fails for C-1

  Scenario: the vendor's nation is unknown
    Given its vendor.nation is empty
    When rule FND-006 runs
    Then it is undetermined for C-1

  Scenario: the line lists no nations
    Given its procurement.funding_line.eligible_nations is empty
    When rule FND-006 runs
    Then it is undetermined for C-1
