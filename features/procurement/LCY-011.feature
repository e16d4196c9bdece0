Feature: LCY-011 One person evaluated or decided and approved the award
  Who approves an award had no part in it.

  Background:
    Given these events
      | event_id | procurement | kind           | on_date    | person |
      | E-1      | P-1         | evaluated      | 2026-03-02 | U-1    |
      | E-2      | P-1         | award_approved | 2026-03-16 | U-1    |
    And the profile of the batch is event_log

  Scenario: the same person took both
    When rule LCY-011 runs
    Then exactly these fail: E-2
    And the message for E-2 contains "took the step award_approved on 2026-03-16 took another"
    And the message for E-2 contains "the steps: evaluated 2026-03-02 → award_approved 2026-03-16"

  Scenario: both on one day: one of the two is told
    Given the on_date of E-2 is exactly on_date of E-1
    When rule LCY-011 runs
    Then exactly these fail: E-2

  Scenario: in the other order
    Given the on_date of E-2 is one day before on_date of E-1
    When rule LCY-011 runs
    Then exactly these fail: E-1

  Scenario: two persons
    Given the person of E-2 is "U-2"
    When rule LCY-011 runs
    Then exactly these pass: E-1, E-2

  Scenario: one person, the same step twice
    Given the kind of E-2 is "evaluated"
    When rule LCY-011 runs
    Then exactly these pass: E-1, E-2

  Scenario: one person, two procedures
    Given the procurement of E-2 is "P-2"
    When rule LCY-011 runs
    Then exactly these pass: E-1, E-2

  Scenario: a step of which this is not asked
    Given the kind of E-2 is "question_answered"
    When rule LCY-011 runs
    Then it is not applicable to E-2

  Scenario: nobody knows who took it
    Given the person of E-2 is empty
    When rule LCY-011 runs
    Then it is undetermined for E-2
