Feature: PIL-015 Continuous access without a surge clause
  A contract for continuous access above a value says what the vendor owes in a crisis; an order has
  the clauses of its framework.

  Background:
    Given a clean contract C-1

  Scenario: with a surge clause
    When rule PIL-015 runs
    Then it passes for C-1

  Scenario: without one, one cent above the value
    Given its value is one cent above floor.continuous_access
    And its surge is "no"
    When rule PIL-015 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: without one, at the value
    Given its value is exactly floor.continuous_access
    And its surge is "no"
    When rule PIL-015 runs
    Then it is not applicable to C-1

  Scenario: an order under a framework that has the clause
    Given a clean contract C-F
    And its kind is "framework"
    And the kind of C-1 is "call_off"
    And the parent of C-1 is "C-F"
    And the surge of C-1 is "no"
    When rule PIL-015 runs
    Then it passes for C-1

  Scenario: an order under a framework without it
    Given a clean contract C-F
    And its kind is "framework"
    And its surge is "no"
    And the kind of C-1 is "call_off"
    And the parent of C-1 is "C-F"
    And the surge of C-1 is "no"
    When rule PIL-015 runs
    Then it fails for C-1

  Scenario: a pilot that leads to no continuous access
    Given its procurement.pilot.continuous_access is "no"
    And its surge is "no"
    When rule PIL-015 runs
    Then it is not applicable to C-1

  Scenario: studies are no service in a crisis
    Given its procurement.category is "studies"
    And its surge is "no"
    When rule PIL-015 runs
    Then it is not applicable to C-1

  Scenario: signed before these rules
    Given its signed_on is one day before the regime
    And its surge is "no"
    When rule PIL-015 runs
    Then it is not applicable to C-1

  Scenario: nobody knows whether the clause is there
    Given its surge is empty
    When rule PIL-015 runs
    Then it is undetermined for C-1
