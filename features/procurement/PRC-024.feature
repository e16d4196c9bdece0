Feature: PRC-024 Framework longer than the longest term
  A framework, with its extensions, binds for a limited term, unless a longer one was justified.

  Background:
    Given parameter period.framework is 6 months from 2026-01-01
    And a clean document DOC-D
    And a clean contract F-1
    And its kind is "framework"
    And its starts_on is 2026-04-01

  # The parameter period.framework is set to six months here, so that the dates stay within a year.
  Scenario: to the last day of the term
    Given its ends_on is 2026-09-30
    When rule PRC-024 runs
    Then it passes for F-1

  Scenario: one day after the last day of period.framework
    Given its ends_on is 2026-10-01
    When rule PRC-024 runs
    Then it fails for F-1

  Scenario: extended one day after the last day
    Given its ends_on is 2026-09-30
    And a clean amendment A-1
    And its contract is "F-1"
    And its kind is "term"
    And its signed_on is 2026-06-15
    And its new_ends_on is 2026-10-01
    When rule PRC-024 runs
    Then it fails for F-1

  Scenario: a deviation was approved by the day of signature
    Given its ends_on is 2026-10-01
    And its procurement.deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly signed_on of F-1
    When rule PRC-024 runs
    Then it passes for F-1 by exception approved deviation

  Scenario: a contract of its own
    Given its kind is "contract"
    When rule PRC-024 runs
    Then it is not applicable to F-1

  Scenario: nobody knows when it starts
    Given its starts_on is empty
    When rule PRC-024 runs
    Then it is undetermined for F-1
