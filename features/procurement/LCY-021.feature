Feature: LCY-021 No award long after the offers were opened
  Offers lapse while nobody decides.

  Background:
    Given these events
      | event_id | procurement | kind        | on_date    |
      | E-1      | P-1         | bids_opened | 2026-01-12 |
      | E-2      | P-1         | awarded     | 2026-01-12 |
    And the profile of the batch is event_log

  Scenario: on the last day
    Given the on_date of E-2 is red.decision_most after on_date of E-1
    When rule LCY-021 runs
    Then exactly these pass: E-1

  Scenario: one day late
    Given the on_date of E-2 is one day after red.decision_most after on_date of E-1
    When rule LCY-021 runs
    Then exactly these fail: E-1
    And the message for E-1 contains "bids_opened on 2026-01-12, awarded on"
    And the message for E-1 contains "the steps: bids_opened 2026-01-12 → awarded"

  Scenario: it has not come, and its last day is over
    Given the kind of E-2 is "question_received"
    When rule LCY-021 runs as of 2026-12-31
    Then exactly these fail: E-1
    And the message for E-1 contains "awarded on —"

  Scenario: it has not come, and there is time left
    Given the kind of E-2 is "question_received"
    When rule LCY-021 runs as of 2026-01-12
    Then exactly these pass: E-1

  Scenario: the procedure has ended: nothing more is awaited
    Given the kind of E-2 is "cancelled"
    When rule LCY-021 runs as of 2026-12-31
    Then exactly these pass: E-1

  Scenario: it came only before
    Given the on_date of E-2 is one day before on_date of E-1
    When rule LCY-021 runs as of 2026-12-31
    Then exactly these fail: E-1

  Scenario: another step
    Given the kind of E-1 is "question_received"
    When rule LCY-021 runs
    Then it is not applicable to E-1

  Scenario: nobody knows when it began
    Given the on_date of E-1 is empty
    When rule LCY-021 runs
    Then it is undetermined for E-1
