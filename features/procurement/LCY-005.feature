Feature: LCY-005 Contract signed before award, approval or certified credit
  A signature binds the money: award, approval and credit come first.

  Background:
    Given these events
      | event_id | procurement | kind            | on_date    |
      | E-1      | P-1         | awarded         | 2026-03-02 |
      | E-2      | P-1         | award_approved  | 2026-03-02 |
      | E-3      | P-1         | funds_certified | 2026-03-02 |
      | E-4      | P-1         | signed          | 2026-03-02 |
    And the profile of the batch is event_log

  Scenario: all on one day, in whatever order they stand
    When rule LCY-005 runs
    Then exactly these pass: E-4

  Scenario: one day before the last step that it needs
    Given the on_date of E-4 is one day before on_date of E-3
    When rule LCY-005 runs
    Then exactly these fail: E-4
    And the message for E-4 contains "funds_certified first on 2026-03-02"
    And the message for E-4 contains "the steps: "

  Scenario: long after
    Given the on_date of E-4 is P90D after on_date of E-3
    When rule LCY-005 runs
    Then exactly these pass: E-4

  Scenario: no record of the step awarded
    Given the kind of E-1 is "question_received"
    When rule LCY-005 runs
    Then exactly these fail: E-4
    And the message for E-4 contains "awarded first on —"

  Scenario: no record of the step award_approved
    Given the kind of E-2 is "question_received"
    When rule LCY-005 runs
    Then exactly these fail: E-4
    And the message for E-4 contains "award_approved first on —"

  Scenario: no record of the step funds_certified
    Given the kind of E-3 is "question_received"
    When rule LCY-005 runs
    Then exactly these fail: E-4
    And the message for E-4 contains "funds_certified first on —"

  Scenario: the step belongs to another procedure
    Given the procurement of E-3 is "P-2"
    When rule LCY-005 runs
    Then exactly these fail: E-4

  Scenario: the step that was needed is withdrawn
    Given the status of E-3 is "cancelled"
    When rule LCY-005 runs
    Then exactly these fail: E-4

  Scenario: another step
    Given the kind of E-4 is "question_received"
    When rule LCY-005 runs
    Then it is not applicable to E-4

  Scenario: the day of a step that it needs is not known
    Given the on_date of E-1 is empty
    When rule LCY-005 runs
    Then it is undetermined for E-4

  Scenario: its own day is not known
    Given the on_date of E-4 is empty
    When rule LCY-005 runs
    Then it is undetermined for E-4
