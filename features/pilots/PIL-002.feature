Feature: PIL-002 Front Door award to a firm that did not answer the challenge
  Only a firm that answered the challenge by its last day can be awarded, alone or in a group.

  Background:
    Given a clean procurement P-1
    And its mechanism is "front_door_challenge"

  Scenario: the winner's solution is on record
    When rule PIL-002 runs
    Then it passes for P-1

  Scenario: the firm offered nothing
    Given a clean vendor V-X
    And the vendor of P-1 is "V-X"
    When rule PIL-002 runs
    Then it fails for P-1
    And the message for P-1 contains "not withdrawn or refused: 0"

  Scenario: all of the award is at issue
    Given its bids_due_on is 2026-02-01
    When rule PIL-002 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: received on the last day
    Given the received_on of P-1-B0 is exactly bids_due_on of P-1
    When rule PIL-002 runs
    Then it passes for P-1

  Scenario: received one day after the last day
    Given the received_on of P-1-B0 is one day after bids_due_on of P-1
    When rule PIL-002 runs
    Then it fails for P-1

  Scenario: the firm withdrew its solution
    Given the outcome of P-1-B0 is "withdrawn"
    When rule PIL-002 runs
    Then it fails for P-1

  Scenario: the solution was not admitted
    Given the outcome of P-1-B0 is "disqualified"
    When rule PIL-002 runs
    Then it fails for P-1

  Scenario: the firm is a member of the group that answered
    Given a clean vendor V-X
    And the vendor of P-1 is "V-X"
    And the members of P-1-B2 is "V-X"
    When rule PIL-002 runs
    Then it passes for P-1

  Scenario: another mechanism
    Given its mechanism is "competitive_procurement"
    And its bids_due_on is 2026-02-01
    When rule PIL-002 runs
    Then it is not applicable to P-1

  Scenario: not yet awarded
    Given its awarded_on is empty
    When rule PIL-002 runs
    Then it is not applicable to P-1

  Scenario: nobody knows when the solution came in
    Given the received_on of P-1-B0 is empty
    And the received_on of P-1-B1 is empty
    When rule PIL-002 runs
    Then it fails for P-1

  Scenario: the award names no firm
    Given its vendor is empty
    When rule PIL-002 runs
    Then it is undetermined for P-1

  Scenario: nobody knows the last day for solutions
    Given its bids_due_on is empty
    When rule PIL-002 runs
    Then it is undetermined for P-1
