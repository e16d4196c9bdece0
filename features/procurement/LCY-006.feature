Feature: LCY-006 Contract changed before it was signed
  Only a contract that is signed can be changed.

  Background:
    Given these events
      | event_id | procurement | kind    | on_date    |
      | E-1      | P-1         | signed  | 2026-03-02 |
      | E-2      | P-1         | amended | 2026-03-02 |
    And the profile of the batch is event_log

  Scenario: all on one day, in whatever order they stand
    When rule LCY-006 runs
    Then exactly these pass: E-2

  Scenario: one day before the last step that it needs
    Given the on_date of E-2 is one day before on_date of E-1
    When rule LCY-006 runs
    Then exactly these fail: E-2
    And the message for E-2 contains "signed first on 2026-03-02"
    And the message for E-2 contains "the steps: "

  Scenario: long after
    Given the on_date of E-2 is P90D after on_date of E-1
    When rule LCY-006 runs
    Then exactly these pass: E-2

  Scenario: no record of the step signed
    Given the kind of E-1 is "question_received"
    When rule LCY-006 runs
    Then exactly these fail: E-2
    And the message for E-2 contains "signed first on —"

  Scenario: the step belongs to another procedure
    Given the procurement of E-1 is "P-2"
    When rule LCY-006 runs
    Then exactly these fail: E-2

  Scenario: the step that was needed is withdrawn
    Given the status of E-1 is "cancelled"
    When rule LCY-006 runs
    Then exactly these fail: E-2

  Scenario: another step
    Given the kind of E-2 is "question_received"
    When rule LCY-006 runs
    Then it is not applicable to E-2

  Scenario: the day of a step that it needs is not known
    Given the on_date of E-1 is empty
    When rule LCY-006 runs
    Then it is undetermined for E-2

  Scenario: its own day is not known
    Given the on_date of E-2 is empty
    When rule LCY-006 runs
    Then it is undetermined for E-2
