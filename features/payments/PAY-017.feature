Feature: PAY-017 Advance not recovered by the last delivery
  After the last day of delivery, as moved by amendments, no more stands paid on a contract with an
  advance than was accepted.

  Background:
    Given a clean payment S-1
    And its amount is EUR 900.00
    And the amount of S-1-INV-R is EUR 1,000.00
    And a clean payment S-2
    And its nature is "advance"
    And its contract is "S-1-C"
    And its amount is EUR 100.00

  Scenario: the advance was set off, and all is earned
    When rule PAY-017 runs as of 2026-12-16
    Then it passes for S-1-C

  Scenario: one cent above what is earned, the day after the last
    Given the amount of S-1 is EUR 900.01
    When rule PAY-017 runs as of 2026-12-16
    Then it fails for S-1-C
    And the amount at issue is EUR 0.01

  Scenario: never more than the advance is at issue
    Given the amount of S-1 is EUR 1,500.00
    When rule PAY-017 runs as of 2026-12-16
    Then it fails for S-1-C
    And the amount at issue is EUR 100.00

  Scenario: on the last day it may still be delivered
    Given the amount of S-1 is EUR 900.01
    When rule PAY-017 runs as of 2026-12-15
    Then it is not applicable to S-1-C

  Scenario: the last day was moved
    Given the amount of S-1 is EUR 900.01
    And a clean amendment A-1
    And its contract is "S-1-C"
    And its kind is "term"
    And its new_ends_on is 2026-12-16
    When rule PAY-017 runs as of 2026-12-16
    Then it is not applicable to S-1-C

  Scenario: the vendor paid it back
    Given the amount of S-1 is EUR 1,000.00
    And a clean payment S-3
    And its kind is "refund"
    And its nature is "advance_recovery"
    And its contract is "S-1-C"
    And its amount is EUR 100.00
    When rule PAY-017 runs as of 2026-12-16
    Then it passes for S-1-C

  Scenario: no advance was paid
    Given the nature of S-2 is "price"
    When rule PAY-017 runs as of 2026-12-16
    Then it is not applicable to S-1-C

  Scenario: nobody knows when the last delivery was due
    Given the delivery_due_on of S-1-C is empty
    And the ends_on of S-1-C is empty
    When rule PAY-017 runs as of 2026-12-16
    Then it is undetermined for S-1-C
