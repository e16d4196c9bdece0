Feature: LCY-020 Less time for offers than firms are owed
  Firms have the days that they are owed, from the invitation to the opening.

  Background:
    Given these events
      | event_id | procurement | kind        | on_date    |
      | E-1      | P-1         | published   | 2026-01-12 |
      | E-2      | P-1         | bids_opened | 2026-03-02 |
    And the profile of the batch is event_log

  Scenario: on the first day that is allowed
    Given the on_date of E-2 is period.submission after on_date of E-1
    When rule LCY-020 runs
    Then exactly these pass: E-2

  Scenario: one day less
    Given the on_date of E-2 is one day before period.submission after on_date of E-1
    When rule LCY-020 runs
    Then exactly these fail: E-2
    And the message for E-2 contains "published on 2026-01-12"
    And the message for E-2 contains "the steps: published 2026-01-12 → bids_opened"

  Scenario: published again: the later day counts
    Given these events
      | event_id | procurement | kind      | on_date    |
      | E-3      | P-1         | published | 2026-03-01 |
    When rule LCY-020 runs
    Then exactly these fail: E-2

  Scenario: invited only after it: no time runs
    Given the on_date of E-1 is one day after on_date of E-2
    When rule LCY-020 runs
    Then exactly these pass: E-2

  Scenario: no record of the invitation
    Given the kind of E-1 is "question_received"
    When rule LCY-020 runs
    Then it is not applicable to E-2

  Scenario: another step
    Given the kind of E-2 is "evaluated"
    When rule LCY-020 runs
    Then it is not applicable to E-2

  Scenario: nobody knows when offers were opened
    Given the on_date of E-2 is empty
    When rule LCY-020 runs
    Then it is undetermined for E-2
