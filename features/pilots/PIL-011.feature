# No number is compared: a value and its basis are there or not.
@no-boundary
Feature: PIL-011 Free service, gift or loan without a value found by another than its approver
  What is free has a value, found on a stated basis by another than the person who approves it.

  Background:
    Given a clean agreement A-1

  Scenario: valued by another than the approver
    When rule PIL-011 runs
    Then it passes for A-1

  Scenario: no value
    Given its value is empty
    When rule PIL-011 runs
    Then it fails for A-1

  Scenario: no basis
    Given its valuation_basis is empty
    When rule PIL-011 runs
    Then it fails for A-1
    And the amount at issue is its value

  Scenario: valued by the approver
    Given its valued_by is "U-APP"
    When rule PIL-011 runs
    Then it fails for A-1

  Scenario: a gift
    Given its kind is "gift"
    And its value is empty
    When rule PIL-011 runs
    Then it fails for A-1

  Scenario: an agreement to keep a confidence is worth nothing
    Given its kind is "nda"
    And its value is empty
    When rule PIL-011 runs
    Then it is not applicable to A-1

  Scenario: nobody knows who valued it
    Given its valued_by is empty
    When rule PIL-011 runs
    Then it is undetermined for A-1
