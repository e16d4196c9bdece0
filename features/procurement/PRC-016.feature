Feature: PRC-016 Award after the winning offer had lapsed
  An offer is accepted while the firm is bound by it.

  Background:
    Given a clean bid B-1

  Scenario: awarded on the last day
    Given its valid_until is exactly procurement.awarded_on
    When rule PRC-016 runs
    Then it passes for B-1

  Scenario: awarded one day after the last day
    Given its valid_until is one day before procurement.awarded_on
    When rule PRC-016 runs
    Then it fails for B-1
    And the amount at issue is its amount

  Scenario: an offer that did not win may lapse
    Given its outcome is "valid"
    And its valid_until is one day before procurement.awarded_on
    When rule PRC-016 runs
    Then it is not applicable to B-1

  Scenario: nobody knows how long it stood
    Given its valid_until is empty
    When rule PRC-016 runs
    Then it is undetermined for B-1

  Scenario: nobody knows when it was awarded
    Given its procurement.awarded_on is empty
    When rule PRC-016 runs
    Then it is undetermined for B-1
