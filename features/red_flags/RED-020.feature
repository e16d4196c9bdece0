# A complaint is on file or it is not: there is no amount or day to stand at.
@no-boundary
Feature: RED-020 Complaint about a procurement
  A complaint of a firm is a reason to read the file.


  Background:
    Given a clean procurement P-1

  Scenario: a complaint
    Given the kind of P-1-EV is "complaint"
    When rule RED-020 runs
    Then it fails for P-1
    And the message for P-1 contains "complaints on file: 1"

  Scenario: none
    When rule RED-020 runs
    Then it passes for P-1

  Scenario: cancelled
    Given its status is "cancelled"
    When rule RED-020 runs
    Then it is not applicable to P-1

  Scenario: nobody knows what happened on the day
    Given the kind of P-1-EV is empty
    When rule RED-020 runs
    Then it is undetermined for P-1
