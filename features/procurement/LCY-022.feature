Feature: LCY-022 No contract long after the award
  An award that is meant becomes a contract.

  Background:
    Given these events
      | event_id | procurement | kind    | on_date    |
      | E-1      | P-1         | awarded | 2026-01-12 |
      | E-2      | P-1         | signed  | 2026-01-12 |
    And the profile of the batch is event_log

  Scenario: on the last day
    Given the on_date of E-2 is red.signature after on_date of E-1
    When rule LCY-022 runs
    Then exactly these pass: E-1

  Scenario: one day late
    Given the on_date of E-2 is one day after red.signature after on_date of E-1
    When rule LCY-022 runs
    Then exactly these fail: E-1
    And the message for E-1 contains "awarded on 2026-01-12, signed on"
    And the message for E-1 contains "the steps: awarded 2026-01-12 → signed"

  Scenario: it has not come, and its last day is over
    Given the kind of E-2 is "question_received"
    When rule LCY-022 runs as of 2026-12-31
    Then exactly these fail: E-1
    And the message for E-1 contains "signed on —"

  Scenario: it has not come, and there is time left
    Given the kind of E-2 is "question_received"
    When rule LCY-022 runs as of 2026-01-12
    Then exactly these pass: E-1

  Scenario: the procedure has ended: nothing more is awaited
    Given the kind of E-2 is "cancelled"
    When rule LCY-022 runs as of 2026-12-31
    Then exactly these pass: E-1

  Scenario: it came only before
    Given the on_date of E-2 is one day before on_date of E-1
    When rule LCY-022 runs as of 2026-12-31
    Then exactly these fail: E-1

  Scenario: another step
    Given the kind of E-1 is "question_received"
    When rule LCY-022 runs
    Then it is not applicable to E-1

  Scenario: nobody knows when it began
    Given the on_date of E-1 is empty
    When rule LCY-022 runs
    Then it is undetermined for E-1
