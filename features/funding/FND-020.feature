Feature: FND-020 Credit carried out above what was bound and unpaid
  Into the next year goes what was committed and not yet paid; the rest lapses.

  Background:
    # EUR 98,765.43 were committed and EUR 48,765.43 paid.
    Given a clean payment S-1
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "carry_out"
    And its amount is EUR 50,000.00
    And its effective_on is 2026-12-31

  Scenario: all that is open
    When rule FND-020 runs
    Then it passes for M-2

  Scenario: one cent more than is open
    Given its amount is one cent above EUR 50,000.00
    When rule FND-020 runs
    Then it fails for M-2
    And the amount at issue is EUR 0.01

  Scenario: the rest is paid on the day on which it is carried out
    Given the amount of S-1 is EUR 98,765.43
    And the booked_on of S-1 is exactly effective_on of M-2
    When rule FND-020 runs
    Then it fails for M-2
    And the amount at issue is EUR 50,000.00

  Scenario: carried out in two parts
    Given a clean budget movement M-3
    And its funding_line is "FL-1"
    And its kind is "carry_out"
    And its amount is EUR 0.01
    And its effective_on is 2026-12-31
    When rule FND-020 runs
    Then exactly these fail: M-3

  Scenario: a special carry-forward was approved on the day
    Given its amount is EUR 80,000.00
    And its document is "DOC-S"
    And a clean document DOC-S
    And its kind is "deviation"
    And its dated_on is exactly effective_on of M-2
    When rule FND-020 runs
    Then it passes for M-2 by exception special carry-forward

  Scenario: the special carry-forward was approved one day after
    Given its amount is EUR 80,000.00
    And its document is "DOC-S"
    And a clean document DOC-S
    And its kind is "deviation"
    And its dated_on is one day after effective_on of M-2
    When rule FND-020 runs
    Then it fails for M-2

  Scenario: credit carried in is judged by the year before
    Given its kind is "carry_in"
    When rule FND-020 runs
    Then it is not applicable to M-2

  Scenario: nobody knows how much was paid
    Given the amount of S-1 is empty
    When rule FND-020 runs
    Then it is undetermined for M-2
