Feature: PRC-006 Less notice of intent than firms need before they must show interest
  Firms hear of a purchase some weeks before they must show interest; more where they need a clearance.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1
    And its funding_line.source is "nsip"
    And a clean event E-1
    And its procurement is "P-1"
    And its kind is "notice_of_intent"
    And its on_date is 2026-01-12
    And a clean event E-2
    And its procurement is "P-1"
    And its kind is "interest_due"
    And its on_date is period.notice after on_date of E-1

  Scenario: announced on the last day that leaves the time
    When rule PRC-006 runs
    Then it passes for P-1

  Scenario: announced one day after it
    Given the on_date of E-1 is 2026-01-13
    When rule PRC-006 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: the first of two announcements counts
    Given a clean event E-3
    And its procurement is "P-1"
    And its kind is "notice_of_intent"
    And its on_date is 2026-01-20
    When rule PRC-006 runs
    Then it passes for P-1

  Scenario: firms need a clearance, and have the longer time
    Given the classification of P-1 is "secret"
    And the on_date of E-2 is period.notice_cleared after on_date of E-1
    When rule PRC-006 runs
    Then it passes for P-1

  Scenario: firms need a clearance, one day too few
    Given the classification of P-1 is "secret"
    And the on_date of E-2 is one day before period.notice_cleared after on_date of E-1
    When rule PRC-006 runs
    Then it fails for P-1
    And the message for P-1 contains "35 days"

  Scenario: one day fewer than the shortest time
    Given the on_date of E-2 is one day before period.notice after on_date of E-1
    When rule PRC-006 runs
    Then it fails for P-1

  Scenario: never announced
    Given the kind of E-1 is "requested"
    When rule PRC-006 runs
    Then it fails for P-1

  Scenario: the accelerated form was approved
    Given the on_date of E-1 is 2026-01-13
    And the deviation_ref of P-1 is "DOC-D"
    And the dated_on of DOC-D is exactly on_date of E-2
    When rule PRC-006 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: no interest was asked for
    Given the kind of E-2 is "closed"
    When rule PRC-006 runs
    Then it is not applicable to P-1

  Scenario: money of another source
    Given the funding_line.source of P-1 is "military_budget"
    And the on_date of E-1 is 2026-01-13
    When rule PRC-006 runs
    Then it is not applicable to P-1

  Scenario: the announcement bears no date
    Given the on_date of E-1 is empty
    And a clean event E-3
    And its procurement is "P-1"
    And its kind is "notice_of_intent"
    And its on_date is 2026-01-12
    When rule PRC-006 runs
    Then it is undetermined for P-1
