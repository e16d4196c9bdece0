# Two persons or one: there is no amount or day to stand at.
@no-boundary
Feature: AUT-006 Bill or payment approved by the person who asked for it
  Whoever asks for a bill or payment to be booked does not approve it.

  Background:
    Given a clean payment SL-1

  Scenario: one person did both
    Given its requested_by is "U-INV"
    When rule AUT-006 runs
    Then it fails for SL-1
    And the amount at issue is its amount

  Scenario: two persons
    Given its requested_by is "U-REQ"
    When rule AUT-006 runs
    Then it passes for SL-1

  Scenario: not approved yet
    Given its requested_by is "U-INV"
    And its approved_on is empty
    When rule AUT-006 runs
    Then it is not applicable to SL-1

  Scenario: nobody knows who asked for it
    Given its requested_by is empty
    When rule AUT-006 runs
    Then it is undetermined for SL-1
