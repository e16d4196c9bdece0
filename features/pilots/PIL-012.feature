Feature: PIL-012 Exercise or free trial without acceptance in time
  What an exercise or free trial gave is accepted within some days after its end.

  Background:
    Given a clean agreement A-1

  Scenario: accepted on the last day
    Given its accepted_on is period.trial_acceptance after ends_on
    When rule PIL-012 runs
    Then it passes for A-1

  Scenario: accepted one day later
    Given its accepted_on is one day after period.trial_acceptance after ends_on
    When rule PIL-012 runs
    Then it fails for A-1
    And the amount at issue is its value

  Scenario: not accepted, and the time has passed
    Given its accepted_on is empty
    When rule PIL-012 runs as of 2026-04-27
    Then it fails for A-1
    And the message for A-1 contains "accepted on —"

  Scenario: not accepted, on the last day of the time
    Given its accepted_on is empty
    When rule PIL-012 runs as of 2026-04-26
    Then it is not applicable to A-1

  Scenario: a loan ends by its return
    Given its kind is "loan"
    And its accepted_on is empty
    When rule PIL-012 runs
    Then it is not applicable to A-1

  Scenario: nobody knows when it ended
    Given its ends_on is empty
    When rule PIL-012 runs
    Then it is undetermined for A-1

  Scenario: a free trial is judged alike
    Given its kind is "free_trial"
    And its accepted_on is one day after period.trial_acceptance after ends_on
    When rule PIL-012 runs
    Then it fails for A-1
