Feature: FND-017 Credit taken from a line that was already committed
  A line gives credit back, away or into a freeze only as far as it has not committed it.

  Background:
    # The line has EUR 1,000,000.00 of credit; EUR 98,765.43 are committed on 23 March.
    Given a clean commitment S-1
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "transfer_out"
    And its amount is EUR 901,234.57
    And its effective_on is one day after booked_on of S-1

  Scenario: all that is free
    When rule FND-017 runs
    Then it passes for M-2

  Scenario: one cent more than is free
    Given its amount is one cent above EUR 901,234.57
    When rule FND-017 runs
    Then it fails for M-2
    And the amount at issue is EUR 0.01

  Scenario: a reduction, a freeze and a return are held to the same
    Given its amount is one cent above EUR 901,234.57
    And its kind is "reduction"
    When rule FND-017 runs
    Then it fails for M-2

  Scenario: a freeze of committed credit
    Given its amount is one cent above EUR 901,234.57
    And its kind is "freeze"
    When rule FND-017 runs
    Then it fails for M-2

  Scenario: a return of committed credit
    Given its amount is one cent above EUR 901,234.57
    And its kind is "returned"
    When rule FND-017 runs
    Then it fails for M-2

  Scenario: a commitment of the same day finds the credit gone
    Given its amount is one cent above EUR 901,234.57
    And its effective_on is exactly booked_on of S-1
    When rule FND-017 runs
    Then it passes for M-2

  Scenario: credit received on the same day counts, in whatever order it was booked
    Given its amount is one cent above EUR 901,234.57
    And a clean budget movement M-3
    And its funding_line is "FL-1"
    And its kind is "transfer_in"
    And its amount is EUR 0.01
    And its effective_on is exactly effective_on of M-2
    When rule FND-017 runs
    Then it passes for M-2

  Scenario: two movements in a row, the second takes too much
    Given a clean budget movement M-3
    And its funding_line is "FL-1"
    And its kind is "reduction"
    And its amount is EUR 0.01
    And its effective_on is exactly effective_on of M-2
    When rule FND-017 runs
    Then exactly these fail: M-3

  Scenario: credit carried out goes with its commitments
    Given its kind is "carry_out"
    And its amount is one cent above EUR 901,234.57
    When rule FND-017 runs
    Then it is not applicable to M-2

  Scenario: nobody knows when a commitment was booked
    Given a clean commitment S-3
    And its booked_on is empty
    When rule FND-017 runs
    Then it is undetermined for M-2
