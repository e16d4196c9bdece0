Feature: PIL-017 Continuous access that rests on one group of firms
  Among the contracts of a pilot for continuous access no group of firms is to stand almost alone; the
  measure is the sum of the squared parts: 0.68 where one group has 80 % and another 20 %.

  Background:
    Given a clean contract C-1
    And its value is EUR 8.00
    And a clean vendor V-X
    And a clean contract C-2
    And its vendor is "V-X"
    And its value is EUR 2.00

  Scenario: at the highest concentration
    Given parameter concentration.continuous_access is 68% from 2026-01-01
    When rule PIL-017 runs
    Then it passes for PI-1

  Scenario: one cent above the part of the first group
    Given parameter concentration.continuous_access is 68% from 2026-01-01
    And the value of C-1 is one cent above EUR 8.00
    When rule PIL-017 runs
    Then it fails for PI-1
    And the message for PI-1 contains "2 contracts over EUR 10.01"

  Scenario: two firms of one group are one
    Given the group of V-1 is "Orbit Group"
    And the group of V-X is "Orbit Group"
    When rule PIL-017 runs
    Then it fails for PI-1

  Scenario: a framework counts by its orders
    Given the kind of C-2 is "framework"
    When rule PIL-017 runs
    Then it is not applicable to PI-1

  Scenario: a pilot that leads to no continuous access
    Given the continuous_access of PI-1 is "no"
    And the vendor of C-2 is "V-1"
    When rule PIL-017 runs
    Then it is not applicable to PI-1

  Scenario: nobody knows the value of a contract
    Given the value of C-2 is EUR 8.00
    And a clean contract C-3
    And its value is empty
    When rule PIL-017 runs
    Then it is undetermined for PI-1
