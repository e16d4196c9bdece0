Feature: LCY-008 Payment before invoice or acceptance
  Money leaves the office for what was accepted and billed.

  Background:
    Given these events
      | event_id | procurement | kind     | on_date    |
      | E-1      | P-1         | accepted | 2026-03-02 |
      | E-2      | P-1         | invoiced | 2026-03-02 |
      | E-3      | P-1         | paid     | 2026-03-02 |
    And the profile of the batch is event_log

  Scenario: all on one day, in whatever order they stand
    When rule LCY-008 runs
    Then exactly these pass: E-3

  Scenario: one day before the last step that it needs
    Given the on_date of E-3 is one day before on_date of E-2
    When rule LCY-008 runs
    Then exactly these fail: E-3
    And the message for E-3 contains "invoiced first on 2026-03-02"
    And the message for E-3 contains "the steps: "

  Scenario: long after
    Given the on_date of E-3 is P90D after on_date of E-2
    When rule LCY-008 runs
    Then exactly these pass: E-3

  Scenario: no record of the step accepted
    Given the kind of E-1 is "question_received"
    When rule LCY-008 runs
    Then exactly these fail: E-3
    And the message for E-3 contains "accepted first on —"

  Scenario: no record of the step invoiced
    Given the kind of E-2 is "question_received"
    When rule LCY-008 runs
    Then exactly these fail: E-3
    And the message for E-3 contains "invoiced first on —"

  Scenario: the step belongs to another procedure
    Given the procurement of E-2 is "P-2"
    When rule LCY-008 runs
    Then exactly these fail: E-3

  Scenario: the step that was needed is withdrawn
    Given the status of E-2 is "cancelled"
    When rule LCY-008 runs
    Then exactly these fail: E-3

  Scenario: another step
    Given the kind of E-3 is "question_received"
    When rule LCY-008 runs
    Then it is not applicable to E-3

  Scenario: the day of a step that it needs is not known
    Given the on_date of E-1 is empty
    When rule LCY-008 runs
    Then it is undetermined for E-3

  Scenario: its own day is not known
    Given the on_date of E-3 is empty
    When rule LCY-008 runs
    Then it is undetermined for E-3
