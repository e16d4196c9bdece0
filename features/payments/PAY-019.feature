Feature: PAY-019 Late delivery without a claim for damages
  Where the contract gives damages for delay, a late delivery is followed by a claim within the term,
  unless the term of the contract had been moved.

  Background:
    Given a clean receipt R-1
    And its contract.damages_cap is 10%
    And its delivered_on is one day after due_on

  Scenario: one day past term.damages, and nothing is claimed
    Given parameter term.damages is 30 days from 2026-01-01
    When rule PAY-019 runs as of 2026-07-07
    Then it fails for R-1
    And the message for R-1 contains "no damages are booked"

  Scenario: on the last day of term.damages
    Given parameter term.damages is 30 days from 2026-01-01
    When rule PAY-019 runs as of 2026-07-06
    Then it is not applicable to R-1

  Scenario: on time
    Given its delivered_on is the last day of due_on
    When rule PAY-019 runs as of 2026-12-31
    Then it is not applicable to R-1

  Scenario: damages are claimed
    Given a clean invoice CN-1
    And its kind is "credit_note"
    And its nature is "damages"
    And its contract is "R-1-C"
    And its amount is EUR 1.00
    When rule PAY-019 runs as of 2026-12-31
    Then it passes for R-1

  Scenario: the term had been moved to that day
    Given a clean amendment A-1
    And its contract is "R-1-C"
    And its kind is "term"
    And its new_ends_on is exactly delivered_on of R-1
    And its signed_on is exactly due_on of R-1
    When rule PAY-019 runs as of 2026-12-31
    Then it passes for R-1 by exception term extended

  Scenario: the contract gives no damages
    Given its contract.damages_cap is empty
    When rule PAY-019 runs as of 2026-12-31
    Then it is not applicable to R-1

  Scenario: nobody knows when it was due
    Given its due_on is empty
    When rule PAY-019 runs as of 2026-12-31
    Then it is undetermined for R-1
