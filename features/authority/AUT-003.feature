Feature: AUT-003 Contract signed before funds were certified
  On the day of signature at the latest, someone has certified that credit is available, for the
  contract or for its procurement.

  Background:
    Given a clean contract C-1

  Scenario: certified on the day of signature
    Given the decided_on of C-1-CER is exactly signed_on of C-1
    When rule AUT-003 runs
    Then it passes for C-1

  Scenario: certified the day after
    Given the decided_on of C-1-CER is one day after signed_on of C-1
    When rule AUT-003 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: certified for the procurement
    Given the subject_kind of C-1-CER is "procurement"
    And the subject of C-1-CER is "C-1-P"
    And the decided_on of C-1-CER is exactly signed_on of C-1
    When rule AUT-003 runs
    Then it passes for C-1

  Scenario: certified for the procurement the day after
    Given the subject_kind of C-1-CER is "procurement"
    And the subject of C-1-CER is "C-1-P"
    And the decided_on of C-1-CER is one day after signed_on of C-1
    When rule AUT-003 runs
    Then it fails for C-1

  Scenario: the certificate was refused
    Given the decision of C-1-CER is "rejected"
    When rule AUT-003 runs
    Then it fails for C-1

  Scenario: an act of another sort is no certificate
    Given the act of C-1-CER is "approve_award"
    When rule AUT-003 runs
    Then it fails for C-1
    And the message for C-1 contains "no certificate of funds"

  Scenario: a framework binds no money yet
    Given its kind is "framework"
    And the decision of C-1-CER is "rejected"
    When rule AUT-003 runs
    Then it is not applicable to C-1

  Scenario: the day of signature is unknown
    Given its signed_on is empty
    When rule AUT-003 runs
    Then it is undetermined for C-1
