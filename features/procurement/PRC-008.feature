Feature: PRC-008 Too little time for offers after the specification changed
  Where the specification changes, firms have some weeks left to offer.

  Background:
    Given a clean document DOC-D
    And a clean event E-1
    And its procurement.funding_line.source is "nsip"
    And its kind is "specification_changed"
    And its on_date is period.after_change before procurement.bids_due_on

  Scenario: on the last day that leaves the time
    When rule PRC-008 runs
    Then it passes for E-1

  Scenario: one day after it
    Given its on_date is one day after period.after_change before procurement.bids_due_on
    When rule PRC-008 runs
    Then it fails for E-1
    And the message for E-1 contains "28 days"

  Scenario: a shorter time was approved
    Given its on_date is one day after period.after_change before procurement.bids_due_on
    And its procurement.deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly bids_due_on of E-1-P
    When rule PRC-008 runs
    Then it passes for E-1 by exception approved deviation

  Scenario: another step of the procedure
    Given its kind is "published"
    When rule PRC-008 runs
    Then it is not applicable to E-1

  Scenario: money of another source
    Given its procurement.funding_line.source is "military_budget"
    When rule PRC-008 runs
    Then it is not applicable to E-1

  Scenario: nobody knows when offers are due
    Given its procurement.bids_due_on is empty
    When rule PRC-008 runs
    Then it is undetermined for E-1
