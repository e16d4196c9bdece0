# A plan is followed or it is not: there is no amount or day to stand at.
@no-boundary
Feature: RED-012 One firm asked where the plan was to compete
  The approved plan says how firms are to be invited; a change to one firm is a reason to look.


  Background:
    Given a clean procurement P-1
    And its method is "single_source"

  Scenario: planned as an open competition
    Given its planned_method is "open"
    When rule RED-012 runs
    Then it fails for P-1

  Scenario: planned so
    Given its planned_method is "single_source"
    When rule RED-012 runs
    Then it passes for P-1

  Scenario: planned as an order on a competed framework
    Given its planned_method is "call_off"
    When rule RED-012 runs
    Then it passes for P-1

  Scenario: carried out as a competition
    Given its method is "limited"
    And its planned_method is "open"
    When rule RED-012 runs
    Then it is not applicable to P-1

  Scenario: no plan is known
    Given its planned_method is empty
    When rule RED-012 runs
    Then it is undetermined for P-1
