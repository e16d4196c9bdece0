Feature: FND-032 Commitment before the contributions were called
  On a line that nations pay together, no more is bound than they were called for, or have paid without a
  call. What was returned to them, and what they give in kind, cannot be bound.

  Background:
    Given a clean commitment S-1
    And its funding_line.source is "multinational_mou"
    And its amount is EUR 90,000.00
    And these contributions
      | contribution_id | funding_line | nation | kind   | amount        | on_date    | due_on     |
      | K-1             | FL-1         | NL     | called | EUR 90,000.00 | 2026-02-02 | 2026-03-31 |

  Scenario: all of it was called
    Given the amount of S-1 is exactly amount of K-1
    When rule FND-032 runs
    Then it passes for S-1

  Scenario: one cent more than was called
    Given the amount of S-1 is one cent above amount of K-1
    When rule FND-032 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: called on the day of the commitment
    Given the on_date of K-1 is exactly booked_on of S-1
    When rule FND-032 runs
    Then it passes for S-1

  Scenario: called one day after the commitment
    Given the on_date of K-1 is one day after booked_on of S-1
    When rule FND-032 runs
    Then it fails for S-1
    And the amount at issue is EUR 90,000.00

  Scenario: nothing was called, but as much came in
    Given the kind of K-1 is "received"
    When rule FND-032 runs
    Then it passes for S-1

  Scenario: called and come in is the same money
    Given these contributions
      | contribution_id | funding_line | nation | kind     | amount        | on_date    |
      | K-2             | FL-1         | NL     | received | EUR 60,000.00 | 2026-03-02 |
    And the amount of S-1 is EUR 90,000.01
    When rule FND-032 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: a part was returned
    Given these contributions
      | contribution_id | funding_line | nation | kind     | amount        | on_date    |
      | K-2             | FL-1         | NL     | returned | EUR 10,000.00 | 2026-03-02 |
    When rule FND-032 runs
    Then it fails for S-1
    And the amount at issue is EUR 10,000.00

  Scenario: the nation gave it in kind
    Given the kind of K-1 is "in_kind_accepted"
    When rule FND-032 runs
    Then it fails for S-1

  Scenario: the nation only promised it
    Given the kind of K-1 is "pledged"
    When rule FND-032 runs
    Then it fails for S-1

  Scenario: the line of one budget
    Given its funding_line.source is "military_budget"
    When rule FND-032 runs
    Then it is not applicable to S-1

  Scenario: a bill
    Given the kind of S-1 is "invoice"
    When rule FND-032 runs
    Then it is not applicable to S-1

  Scenario: nobody knows how much was called
    Given the amount of K-1 is empty
    And the amount of S-1 is EUR 0.00
    When rule FND-032 runs
    Then it is undetermined for S-1
