# Firms belong to one group or they do not: there is no amount or day to stand at.
@no-boundary
Feature: RED-032 Bids of firms of one group in one procedure
  Firms of one group that offer against each other are a reason to ask. Owners are not held; the group of the vendor file is read instead.


  Background:
    Given a clean procurement P-1

  Scenario: two firms of one group
    Given the group of V-1 is "G-1"
    And the group of V-1B is "G-1"
    When rule RED-032 runs
    Then exactly these fail: P-1-B0, P-1-B1

  Scenario: one firm of the group
    Given the group of V-1 is "G-1"
    And the group of V-1B is "G-2"
    When rule RED-032 runs
    Then it passes for P-1-B0

  Scenario: withdrawn in time
    Given the group of V-1 is "G-1"
    And the group of V-1B is "G-1"
    And the outcome of P-1-B1 is "withdrawn"
    When rule RED-032 runs
    Then it passes for P-1-B0

  Scenario: a firm of no group
    When rule RED-032 runs
    Then it is not applicable to P-1-B0

  Scenario: nobody knows what became of a bid
    Given the group of V-1 is "G-1"
    And the outcome of P-1-B0 is empty
    When rule RED-032 runs
    Then it is undetermined for P-1-B0
