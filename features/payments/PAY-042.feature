Feature: PAY-042 Accrual not taken back in full
  After its term an accrual has been taken back, no less and no more than was accrued.

  Background:
    Given a clean commitment S-1
    And its kind is "accrual"
    And its booked_on is 2026-03-31

  Scenario: one day past term.accrual
    Given parameter term.accrual is 90 days from 2026-01-01
    When rule PAY-042 runs as of 2026-06-30
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: on the last day of term.accrual
    Given parameter term.accrual is 90 days from 2026-01-01
    When rule PAY-042 runs as of 2026-06-29
    Then it is not applicable to S-1

  Scenario: taken back in full
    Given a clean commitment S-2
    And its kind is "accrual_reversal"
    And its reverses is "S-1"
    And its amount is exactly amount of S-1
    When rule PAY-042 runs
    Then it passes for S-1

  Scenario: taken back but for one cent
    Given a clean commitment S-2
    And its kind is "accrual_reversal"
    And its reverses is "S-1"
    And its amount is one cent below amount of S-1
    When rule PAY-042 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: one cent too much
    Given a clean commitment S-2
    And its kind is "accrual_reversal"
    And its reverses is "S-1"
    And its amount is one cent above amount of S-1
    When rule PAY-042 runs
    Then it fails for S-1

  Scenario: a commitment is no accrual
    Given its kind is "commitment"
    When rule PAY-042 runs
    Then it is not applicable to S-1

  Scenario: the accrual has no amount
    Given its amount is empty
    When rule PAY-042 runs
    Then it is undetermined for S-1
