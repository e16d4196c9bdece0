Feature: PRC-010 Order outside the term, firm or category of its framework
  An order is placed within the days of its framework, with its firm and for what was competed.

  Background:
    Given a clean document DOC-D
    And a clean contract F-1
    And its kind is "framework"
    And its ends_on is 2026-06-30
    And a clean contract C-1
    And its kind is "call_off"
    And its parent is "F-1"
    And its signed_on is 2026-06-30

  Scenario: on the last day of the framework
    When rule PRC-010 runs
    Then it passes for C-1
    And it is not applicable to F-1

  Scenario: one day after the last day
    Given its signed_on is one day after ends_on of F-1
    When rule PRC-010 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: one day before the framework was signed
    Given its signed_on is one day before signed_on of F-1
    When rule PRC-010 runs
    Then it fails for C-1

  Scenario: the framework was extended beforehand
    Given its signed_on is one day after ends_on of F-1
    And a clean amendment A-1
    And its contract is "F-1"
    And its kind is "term"
    And its signed_on is 2026-06-15
    And its new_ends_on is 2026-12-31
    When rule PRC-010 runs
    Then it passes for C-1

  Scenario: the framework was ended early
    Given a clean amendment A-1
    And its contract is "F-1"
    And its kind is "termination"
    And its signed_on is 2026-05-15
    And its new_ends_on is 2026-06-29
    When rule PRC-010 runs
    Then it fails for C-1

  Scenario: another firm
    Given its vendor is "V-1B"
    When rule PRC-010 runs
    Then it fails for C-1

  Scenario: another category
    Given its procurement.category is "launch"
    When rule PRC-010 runs
    Then it fails for C-1

  Scenario: what it names is no framework
    Given the kind of F-1 is "contract"
    When rule PRC-010 runs
    Then it fails for C-1

  Scenario: a deviation was approved by the day of the order
    Given its procurement.category is "launch"
    And its procurement.deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly signed_on of C-1
    When rule PRC-010 runs
    Then it passes for C-1 by exception approved deviation

  Scenario: a contract of its own
    Given its kind is "contract"
    When rule PRC-010 runs
    Then it is not applicable to C-1

  Scenario: it names no framework
    Given its parent is empty
    When rule PRC-010 runs
    Then it is undetermined for C-1
