Feature: LCY-010 One person stated the requirement and approved the start
  Two persons look at a need before money is planned for it.

  Background:
    Given these events
      | event_id | procurement | kind      | on_date    | person |
      | E-1      | P-1         | requested | 2026-03-02 | U-1    |
      | E-2      | P-1         | approved  | 2026-03-16 | U-1    |
    And the profile of the batch is event_log

  Scenario: the same person took both
    When rule LCY-010 runs
    Then exactly these fail: E-2
    And the message for E-2 contains "took the step approved on 2026-03-16 took another"
    And the message for E-2 contains "the steps: requested 2026-03-02 → approved 2026-03-16"

  Scenario: both on one day: one of the two is told
    Given the on_date of E-2 is exactly on_date of E-1
    When rule LCY-010 runs
    Then exactly these fail: E-2

  Scenario: in the other order
    Given the on_date of E-2 is one day before on_date of E-1
    When rule LCY-010 runs
    Then exactly these fail: E-1

  Scenario: two persons
    Given the person of E-2 is "U-2"
    When rule LCY-010 runs
    Then exactly these pass: E-1, E-2

  Scenario: one person, the same step twice
    Given the kind of E-2 is "requested"
    When rule LCY-010 runs
    Then exactly these pass: E-1, E-2

  Scenario: one person, two procedures
    Given the procurement of E-2 is "P-2"
    When rule LCY-010 runs
    Then exactly these pass: E-1, E-2

  Scenario: a step of which this is not asked
    Given the kind of E-2 is "question_answered"
    When rule LCY-010 runs
    Then it is not applicable to E-2

  Scenario: nobody knows who took it
    Given the person of E-2 is empty
    When rule LCY-010 runs
    Then it is undetermined for E-2
