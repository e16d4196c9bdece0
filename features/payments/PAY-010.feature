Feature: PAY-010 Refund without an earlier payment that covers it
  What comes back from a vendor was paid to it before, on the day itself at the latest.

  Background:
    Given a clean payment S-1
    And its vendor is "Specimen Orbit"
    And a clean payment S-2
    And its vendor is "SPECIMEN ORBIT"
    And its kind is "refund"
    And its booked_on is one day after booked_on of S-1

  Scenario: all that was paid comes back
    Given its amount is exactly amount of S-1
    When rule PAY-010 runs
    Then it passes for S-2

  Scenario: one cent more than was paid
    Given its amount is one cent above amount of S-1
    When rule PAY-010 runs
    Then it fails for S-2
    And the amount at issue is its amount

  Scenario: paid and refunded on one day
    Given its amount is exactly amount of S-1
    And its booked_on is exactly booked_on of S-1
    When rule PAY-010 runs
    Then it passes for S-2

  Scenario: paid the day after it came back
    Given its amount is exactly amount of S-1
    And its booked_on is one day before booked_on of S-1
    When rule PAY-010 runs
    Then it fails for S-2
    And the message for S-2 contains "refund of"

  Scenario: another vendor was paid
    Given the vendor of S-1 is "Specimen Ground"
    When rule PAY-010 runs
    Then it fails for S-2

  Scenario: a payment is no refund
    Given its amount is exactly amount of S-1
    When rule PAY-010 runs
    Then it is not applicable to S-1

  Scenario: the vendor is unknown
    Given its vendor is empty
    When rule PAY-010 runs
    Then it is undetermined for S-2
