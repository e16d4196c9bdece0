Feature: FND-011 Later year bound above the contract authority in force
  A year that has not begun may be bound up to the contract authority that was approved and in
  effect on the day, less what was cancelled.

  Background:
    Given a clean commitment S-1
    And its budget_year is 2027
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "contract_authority"
    And its amount is exactly amount of S-1
    And its effective_on is exactly booked_on of S-1
    And its approved_on is exactly booked_on of S-1

  Scenario: all of the authority
    When rule FND-011 runs
    Then it passes for S-1

  Scenario: one cent above the authority
    Given the amount of S-1 is one cent above amount of M-2
    When rule FND-011 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: the authority takes effect the day after
    Given the effective_on of M-2 is one day after booked_on of S-1
    When rule FND-011 runs
    Then it fails for S-1

  Scenario: the authority is approved the day after
    Given the approved_on of M-2 is one day after booked_on of S-1
    When rule FND-011 runs
    Then it fails for S-1

  Scenario: credit of the running year is no authority over the next
    Given the kind of M-2 is "supplementary"
    When rule FND-011 runs
    Then it fails for S-1
    And the message for S-1 contains "contract authority in force"

  Scenario: authority that was cancelled no longer counts
    Given a clean budget movement M-3
    And its funding_line is "FL-1"
    And its kind is "contract_authority_cancelled"
    And its amount is EUR 0.01
    When rule FND-011 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: earlier commitments of later years use it up
    Given a clean commitment S-2
    And its budget_year is 2028
    And its amount is EUR 0.01
    And its booked_on is one day after booked_on of S-1
    When rule FND-011 runs
    Then exactly these fail: S-2

  Scenario: a release makes room again
    Given these commitments
      | spending_id | kind         | budget_year | amount   | booked_on  |
      | S-2         | decommitment | 2027        | EUR 5.00 | 2026-03-24 |
      | S-3         | commitment   | 2027        | EUR 5.00 | 2026-03-25 |
    When rule FND-011 runs
    Then nothing fails
    And it passes for S-3

  Scenario: a commitment of the running year needs credit, not authority
    Given the budget_year of S-1 is 2026
    When rule FND-011 runs
    Then it is not applicable to S-1

  Scenario: nobody knows which year is bound
    Given the budget_year of S-1 is empty
    When rule FND-011 runs
    Then it is undetermined for S-1
