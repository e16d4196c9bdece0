Feature: PRC-007 Offers opened before a request to review the specification was decided
  A request that comes in time stops the competition until it is decided.

  Background:
    Given a clean event E-1
    And its procurement.funding_line.source is "nsip"
    And its kind is "review_requested"
    And its on_date is period.review_request before procurement.bids_due_on
    And a clean event E-2
    And its procurement is "E-1-P"
    And its kind is "review_decided"

  Scenario: decided on the day of the opening
    Given its on_date is exactly opened_on of E-1-P
    When rule PRC-007 runs
    Then it passes for E-1

  Scenario: decided one day after the opening
    Given its on_date is one day after opened_on of E-1-P
    When rule PRC-007 runs
    Then it fails for E-1
    And the message for E-1 contains "0 of 1 requests"

  Scenario: asked one day late
    Given its on_date is one day after opened_on of E-1-P
    And the on_date of E-1 is one day after period.review_request before procurement.bids_due_on
    When rule PRC-007 runs
    Then it is not applicable to E-1

  Scenario: two requests and one decision
    Given its on_date is exactly opened_on of E-1-P
    And a clean event E-3
    And its procurement is "E-1-P"
    And its kind is "review_requested"
    And its on_date is one day before on_date of E-1
    When rule PRC-007 runs
    Then exactly these fail: E-1
    And it passes for E-3

  Scenario: nothing is opened yet
    Given the procurement.opened_on of E-1 is empty
    When rule PRC-007 runs
    Then it is not applicable to E-1

  Scenario: another step of the procedure
    Given its on_date is exactly opened_on of E-1-P
    When rule PRC-007 runs
    Then it is not applicable to E-2

  Scenario: the decision bears no date
    Given its on_date is empty
    And a clean event E-3
    And its procurement is "E-1-P"
    And its kind is "review_decided"
    And its on_date is exactly opened_on of E-1-P
    When rule PRC-007 runs
    Then it is undetermined for E-1
