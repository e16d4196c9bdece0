# Two persons or one: there is no amount or day to stand at.
@no-boundary
Feature: AUT-001 Requester and approver are the same person
  Whoever states a requirement does not approve the purchase.

  Background:
    Given a clean procurement P-1

  Scenario: one person did both
    Given its requested_by is "U-APP"
    And its approved_by is "U-APP"
    When rule AUT-001 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: two persons
    Given its requested_by is "U-REQ"
    And its approved_by is "U-APP"
    When rule AUT-001 runs
    Then it passes for P-1

  Scenario: not approved yet
    Given its requested_by is "U-APP"
    And its approved_by is "U-APP"
    And its approved_on is empty
    When rule AUT-001 runs
    Then it is not applicable to P-1

  Scenario: approved, but nobody knows by whom
    Given its approved_by is empty
    When rule AUT-001 runs
    Then it is undetermined for P-1

  Scenario: approved, but nobody knows who asked for it
    Given its requested_by is empty
    When rule AUT-001 runs
    Then it is undetermined for P-1
