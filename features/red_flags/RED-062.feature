Feature: RED-062 Award decided very long after bids were due
  A decision that takes very long is a reason to ask what held it.


  Background:
    Given a clean procurement P-1

  Scenario: on the last day
    Given its awarded_on is red.decision_most after bids_due_on
    When rule RED-062 runs
    Then it passes for P-1

  Scenario: one day later
    Given its awarded_on is one day after red.decision_most after bids_due_on
    When rule RED-062 runs
    Then it fails for P-1

  Scenario: a call-off
    Given its method is "call_off"
    When rule RED-062 runs
    Then it is not applicable to P-1

  Scenario: not awarded
    Given its awarded_on is empty
    When rule RED-062 runs
    Then it is not applicable to P-1

  Scenario: the last day for bids is unknown
    Given its bids_due_on is empty
    When rule RED-062 runs
    Then it is undetermined for P-1
