Feature: RED-061 Award decided very soon after bids were due
  Between the last day for bids and the award lies time to evaluate.


  Background:
    Given a clean procurement P-1

  Scenario: exactly the time looked for
    Given its awarded_on is red.decision_least after bids_due_on
    When rule RED-061 runs
    Then it passes for P-1

  Scenario: one day less
    Given its awarded_on is one day before red.decision_least after bids_due_on
    When rule RED-061 runs
    Then it fails for P-1

  Scenario: a call-off
    Given its method is "call_off"
    And its awarded_on is exactly bids_due_on
    When rule RED-061 runs
    Then it is not applicable to P-1

  Scenario: not awarded
    Given its awarded_on is empty
    When rule RED-061 runs
    Then it is not applicable to P-1

  Scenario: the last day for bids is unknown
    Given its bids_due_on is empty
    When rule RED-061 runs
    Then it is undetermined for P-1
