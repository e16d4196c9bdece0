Feature: PAY-040 First commitment booked after the contract was signed
  The first commitment of a contract is booked by the day of its signature; what is added later for
  amendments, options and further years is not judged here.

  Background:
    Given a clean commitment S-1

  Scenario: on the day of signature
    Given its booked_on is exactly contract.signed_on
    When rule PAY-040 runs
    Then it passes for S-1

  Scenario: one day after signature
    Given its booked_on is one day after contract.signed_on
    When rule PAY-040 runs
    Then it fails for S-1
    And the amount at issue is its amount
    And the message for S-1 contains "was signed on 2026-03-23"

  Scenario: a second commitment after an amendment
    Given a clean commitment S-2
    And its contract is "S-1-C"
    And its booked_on is P90D after booked_on of S-1
    When rule PAY-040 runs
    Then it passes for S-1
    And it is not applicable to S-2

  Scenario: a cancelled first commitment does not count
    Given its status is "cancelled"
    And a clean commitment S-2
    And its contract is "S-1-C"
    And its booked_on is one day after contract.signed_on
    When rule PAY-040 runs
    Then it fails for S-2

  Scenario: a commitment outside any contract
    Given its contract is empty
    When rule PAY-040 runs
    Then it is not applicable to S-1

  Scenario: nobody knows when the contract was signed
    Given its contract.signed_on is empty
    When rule PAY-040 runs
    Then it is undetermined for S-1
