Feature: PAY-015 Advance not covered by a guarantee
  Guarantees for advances cover what is paid ahead on the day of payment, and what is still open
  on the day of the check; small advances need none.

  Background:
    Given a clean payment S-1
    And its nature is "advance"
    And its amount is EUR 80,000.00
    And no receipt names S-1-C
    And a clean guarantee G-1
    And its kind is "advance"
    And its contract is "S-1-C"
    And its amount is EUR 80,000.00
    And its issued_on is exactly booked_on of S-1
    And its expires_on is 2026-12-31

  Scenario: covered to the cent, on the first and on the last day
    When rule PAY-015 runs as of 2026-12-31
    Then it passes for S-1

  Scenario: one cent short
    Given its amount is EUR 79,999.99
    When rule PAY-015 runs as of 2026-12-31
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: given one day after the payment
    Given its issued_on is one day after booked_on of S-1
    When rule PAY-015 runs as of 2026-12-31
    Then it fails for S-1
    And the amount at issue is EUR 80,000.00

  Scenario: it ended one day before the check, and the advance is open
    Given its expires_on is 2026-12-30
    When rule PAY-015 runs as of 2026-12-31
    Then it fails for S-1

  Scenario: it was given back while the advance is open
    Given its released_on is 2026-12-31
    When rule PAY-015 runs as of 2026-12-31
    Then it fails for S-1

  Scenario: it was given back after the advance was set off
    Given its released_on is 2026-10-01
    And a clean payment CN-1
    And its kind is "credit_note"
    And its nature is "advance_recovery"
    And its contract is "S-1-C"
    And its amount is EUR 80,000.00
    And its booked_on is 2026-09-30
    When rule PAY-015 runs as of 2026-12-31
    Then it passes for S-1

  Scenario: it ended after everything was delivered
    Given its expires_on is 2026-10-01
    And a clean receipt R-9
    And its contract is "S-1-C"
    And its amount is EUR 80,000.00
    When rule PAY-015 runs as of 2026-12-31
    Then it passes for S-1

  Scenario: a guarantee of performance secures no advance
    Given its kind is "performance"
    When rule PAY-015 runs as of 2026-12-31
    Then it fails for S-1

  Scenario: an advance at the floor needs none
    Given the amount of S-1 is exactly floor.guarantee
    And the contract of G-1 is empty
    When rule PAY-015 runs as of 2026-12-31
    Then it is not applicable to S-1

  Scenario: one cent above the floor
    Given the amount of S-1 is one cent above floor.guarantee
    And the contract of G-1 is empty
    When rule PAY-015 runs as of 2026-12-31
    Then it fails for S-1

  Scenario: nobody knows the amount of a second guarantee
    Given a clean guarantee G-2
    And its kind is "advance"
    And its contract is "S-1-C"
    And its amount is empty
    When rule PAY-015 runs as of 2026-12-31
    Then it is undetermined for S-1
