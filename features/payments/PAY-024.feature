Feature: PAY-024 Payment long before its last day
  A payment that leaves many days before its last day deserves a look.

  Background:
    Given a clean payment S-1
    And its due_on is 2026-09-30

  Scenario: on the first day that is not early
    Given its booked_on is term.early before due_on
    When rule PAY-024 runs
    Then it passes for S-1

  Scenario: one day earlier
    Given its booked_on is one day before term.early before due_on
    When rule PAY-024 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: no day agreed, long before the end of term.payment
    Given its due_on is empty
    And its booked_on is exactly received_on
    When rule PAY-024 runs
    Then it fails for S-1

  Scenario: an advance is early by its nature
    Given its nature is "advance"
    When rule PAY-024 runs
    Then it is not applicable to S-1

  Scenario: neither an agreed day nor the day of receipt is known
    Given its due_on is empty
    And its received_on is empty
    When rule PAY-024 runs
    Then it is undetermined for S-1
