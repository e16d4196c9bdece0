Feature: PAY-027 Time to pay longer than may be agreed
  The last day of a bill lies within the longest time that may be agreed.

  Background:
    Given a clean invoice I-1

  Scenario: the longest time
    Given its due_on is term.longest after received_on
    When rule PAY-027 runs
    Then it passes for I-1

  Scenario: one day more
    Given its due_on is one day after term.longest after received_on
    When rule PAY-027 runs
    Then it fails for I-1
    And the amount at issue is its amount

  Scenario: no day was agreed
    Given its due_on is empty
    When rule PAY-027 runs
    Then it is not applicable to I-1

  Scenario: nobody knows when the bill came
    Given its received_on is empty
    When rule PAY-027 runs
    Then it is undetermined for I-1
