Feature: LCY-001 Step out of its turn
  Each step follows one of those that the order of steps names.

  Background:
    Given these events
      | event_id | procurement | kind      | on_date    |
      | E-1      | P-1         | requested | 2026-01-05 |
      | E-2      | P-1         | approved  | 2026-01-12 |
      | E-3      | P-1         | published | 2026-01-19 |
    And the profile of the batch is event_log

  Scenario: each in its turn
    When rule LCY-001 runs
    Then exactly these pass: E-1, E-2, E-3

  Scenario: all on one day: either order may be meant
    Given the on_date of E-2 is exactly on_date of E-1
    And the on_date of E-3 is exactly on_date of E-1
    When rule LCY-001 runs
    Then exactly these pass: E-1, E-2, E-3

  Scenario: the step between was left out
    Given the kind of E-2 is "closed"
    When rule LCY-001 runs
    Then it fails for E-2
    And it fails for E-3
    And it passes for E-1
    And the message for E-3 contains "the step published of 2026-01-19 follows none"
    And the message for E-3 contains "the steps: requested 2026-01-05 → closed 2026-01-12 → published 2026-01-19"

  Scenario: it came one day before the step that it follows
    Given the on_date of E-3 is one day before on_date of E-2
    When rule LCY-001 runs
    Then it fails for E-2
    And it fails for E-3
    And it passes for E-1

  Scenario: a step that begins a trace begins it again
    Given the on_date of E-1 is one day after on_date of E-3
    When rule LCY-001 runs
    Then it fails for E-1
    And it fails for E-2
    And it passes for E-3

  Scenario: a step outside the order lies between
    Given these events
      | event_id | procurement | kind              | on_date    |
      | E-4      | P-1         | question_received | 2026-01-15 |
    When rule LCY-001 runs
    Then exactly these pass: E-1, E-2, E-3
    And it is not applicable to E-4

  Scenario: the step that it follows belongs to another procedure
    Given the procurement of E-2 is "P-2"
    When rule LCY-001 runs
    Then it fails for E-2
    And it fails for E-3
    And it passes for E-1

  Scenario: the step that it follows is withdrawn
    Given the status of E-2 is "cancelled"
    When rule LCY-001 runs
    Then it fails for E-3
    And it passes for E-1

  Scenario: its own day is not known
    Given the on_date of E-3 is empty
    When rule LCY-001 runs
    Then it is undetermined for E-3
