# A vendor is named or it is not: there is no amount or day to stand at.
@no-boundary
Feature: QLT-010 Spending line without a vendor
  Every invoice and payment names the firm that is owed the money.

  Background:
    Given a clean payment S-1

  Scenario: no vendor
    Given its vendor is empty
    When rule QLT-010 runs
    Then it fails for S-1
    And the message for S-1 contains "names no vendor"

  Scenario: a vendor
    Given its vendor is "V-1"
    When rule QLT-010 runs
    Then it passes for S-1

  Scenario: an accrual may stand without one
    Given its kind is "accrual"
    And its vendor is empty
    When rule QLT-010 runs
    Then it is not applicable to S-1

  Scenario: nobody knows what the line is
    Given its kind is empty
    And its vendor is empty
    When rule QLT-010 runs
    Then it is undetermined for S-1
