# A ground is stated or it is not: there is no amount or day to stand at.
@no-boundary
Feature: RED-010 Procedure without competition and without a ground
  Where one firm is asked, the ground is stated or a justification is on file, whatever the value.


  Background:
    Given a clean procurement P-1
    And its method is "single_source"

  Scenario: neither a ground nor a justification
    Given its method_ground is "none"
    And its justification_ref is empty
    When rule RED-010 runs
    Then it fails for P-1

  Scenario: the ground was left empty
    Given its method_ground is empty
    And its justification_ref is empty
    When rule RED-010 runs
    Then it fails for P-1

  Scenario: a ground
    Given its method_ground is "only_one_source"
    And its justification_ref is empty
    When rule RED-010 runs
    Then it passes for P-1

  Scenario: a justification
    Given its method_ground is empty
    When rule RED-010 runs
    Then it passes for P-1

  Scenario: a competition
    Given its method is "open"
    And its method_ground is empty
    And its justification_ref is empty
    When rule RED-010 runs
    Then it is not applicable to P-1

  Scenario: nobody knows how firms were invited
    Given its method is empty
    And its method_ground is empty
    And its justification_ref is empty
    When rule RED-010 runs
    Then it is undetermined for P-1
