Feature: PRC-026 Offers counted otherwise than the offers on file
  What the record counts is what lies on file: every offer in time, and those that were admitted.

  Background:
    Given a clean procurement P-1

  Scenario: as many as on file
    When rule PRC-026 runs
    Then it passes for P-1

  Scenario: one more than on file
    Given its bids_received is one more than bids_admitted
    When rule PRC-026 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: one fewer than on file
    Given its bids_received is 4
    When rule PRC-026 runs
    Then it fails for P-1

  Scenario: one was not admitted, and the record counts it
    Given the outcome of P-1-B4 is "disqualified"
    When rule PRC-026 runs
    Then it fails for P-1

  Scenario: one was not admitted
    Given the outcome of P-1-B4 is "disqualified"
    And its bids_admitted is 4
    When rule PRC-026 runs
    Then it passes for P-1

  Scenario: a late offer is not counted
    Given the received_on of P-1-B4 is one day after bids_due_on of P-1
    And the outcome of P-1-B4 is "disqualified"
    And its bids_received is 4
    And its bids_admitted is 4
    When rule PRC-026 runs
    Then it passes for P-1

  Scenario: one firm was asked
    Given its method is "single_source"
    When rule PRC-026 runs
    Then it is not applicable to P-1

  Scenario: nothing is awarded yet
    Given its awarded_on is empty
    When rule PRC-026 runs
    Then it is not applicable to P-1

  Scenario: nobody counted
    Given its bids_received is empty
    When rule PRC-026 runs
    Then it is undetermined for P-1
