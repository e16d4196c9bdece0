Feature: PIL-024 Gift, loan or free trial of a firm while its offer was open
  Nothing is taken for free from a firm while an offer of it waits for a decision, unless it is part
  of that procedure.

  Background:
    Given a clean procurement P-1
    And a clean agreement A-1
    And its kind is "gift"

  Scenario: signed on the day of the award
    Given its signed_on is exactly awarded_on of P-1
    When rule PIL-024 runs
    Then it fails for A-1
    And the amount at issue is its value
    And the message for A-1 contains "open on that day: 1"

  Scenario: signed one day after the award
    Given its signed_on is one day after awarded_on of P-1
    When rule PIL-024 runs
    Then it passes for A-1

  Scenario: signed on the day on which the procedure was opened
    Given its signed_on is exactly launched_on of P-1
    When rule PIL-024 runs
    Then it fails for A-1

  Scenario: signed one day before
    Given its signed_on is one day before launched_on of P-1
    When rule PIL-024 runs
    Then it passes for A-1

  Scenario: the procedure still waits for its award
    Given the awarded_on of P-1 is empty
    And its signed_on is 2026-10-01
    When rule PIL-024 runs
    Then it fails for A-1

  Scenario: the procedure was ended
    Given the awarded_on of P-1 is empty
    And the status of P-1 is "cancelled"
    And its signed_on is 2026-10-01
    When rule PIL-024 runs
    Then it passes for A-1

  Scenario: a loan is judged alike
    Given its kind is "loan"
    When rule PIL-024 runs
    Then it fails for A-1

  Scenario: a trial that is part of the procedure
    Given its kind is "free_trial"
    And its procurement is "P-1"
    When rule PIL-024 runs
    Then it passes for A-1 by exception part of the procedure

  Scenario: a firm that offers nothing
    Given a clean vendor V-X
    And the vendor of A-1 is "V-X"
    When rule PIL-024 runs
    Then it passes for A-1

  Scenario: the gift of a nation
    Given its vendor is empty
    And its nation is "NO"
    When rule PIL-024 runs
    Then it is not applicable to A-1

  Scenario: an exercise is open to firms that compete
    Given its kind is "exercise"
    When rule PIL-024 runs
    Then it is not applicable to A-1

  Scenario: nobody knows when it was signed
    Given its signed_on is empty
    When rule PIL-024 runs
    Then it is undetermined for A-1
