Feature: FND-031 Contribution called above the agreed share
  The calls that fall due on one day are one round. Each nation is called for its agreed share of the round
  and no more; a rounding of the shares is allowed for.

  Background:
    Given these shares
      | funding_line | nation | share | valid_from | valid_until |
      | FL-1         | NL     | 40%   | 2026-01-01 | 2026-12-31  |
      | FL-9         | NL     |       | 2026-01-01 | 2026-12-31  |
    And parameter tolerance.share is 0%
    And these contributions
      | contribution_id | funding_line | nation | kind   | amount         | on_date    | due_on     |
      | K-2             | FL-1         | NO     | called | EUR 600,000.00 | 2026-02-05 | 2026-02-27 |
      | K-1             | FL-1         | NL     | called | EUR 400,000.00 | 2026-02-02 | 2026-02-27 |

  Scenario: called for its share, in a round sent out on two days
    When rule FND-031 runs
    Then it passes for K-1

  # 400,000.01 of 1,000,000.01, of which two fifths are 400,000.004.
  Scenario: one cent above its share
    Given its amount is one cent above EUR 400,000.00
    When rule FND-031 runs
    Then it fails for K-1
    And the amount at issue is EUR 0.01

  Scenario: less than its share
    Given its amount is EUR 300,000.00
    When rule FND-031 runs
    Then it passes for K-1

  # 500,000 of 1,100,000, of which two fifths are 440,000.
  Scenario: far above its share
    Given its amount is EUR 500,000.00
    When rule FND-031 runs
    Then it fails for K-1
    And the amount at issue is EUR 60,000.00
    And the message for K-1 contains "EUR 500,000.00 is called from NL"

  # 400,100 of 1,000,100; two fifths are 400,040, and 0.006 % of the round is EUR 60.006.
  Scenario: within the rounding of the shares
    Given its amount is EUR 400,100.00
    And parameter tolerance.share is 0.006%
    When rule FND-031 runs
    Then it passes for K-1

  # 0.005 % of the round is EUR 50.005.
  Scenario: beyond the rounding of the shares
    Given its amount is EUR 400,100.00
    And parameter tolerance.share is 0.005%
    When rule FND-031 runs
    Then it fails for K-1
    And the amount at issue is EUR 60.00

  # 400,000 and 100,000 of 1,100,000, of which two fifths are 440,000.
  Scenario: called twice in one round
    Given these contributions
      | contribution_id | funding_line | nation | kind   | amount         | on_date    | due_on     |
      | K-3             | FL-1         | NL     | called | EUR 100,000.00 | 2026-02-03 | 2026-02-27 |
    When rule FND-031 runs
    Then it passes for K-1
    And it fails for K-3
    And the amount at issue is EUR 60,000.00

  Scenario: the other call belongs to another round
    Given the due_on of K-2 is 2026-08-31
    When rule FND-031 runs
    Then it fails for K-1
    And the amount at issue is EUR 240,000.00

  Scenario: the other call was withdrawn
    Given the status of K-2 is "cancelled"
    When rule FND-031 runs
    Then it fails for K-1

  Scenario: the nation has agreed to nothing
    Given its nation is "DE"
    When rule FND-031 runs
    Then it fails for K-1
    And the amount at issue is its amount

  Scenario: called on the last day of the share
    Given its on_date is 2026-12-31
    When rule FND-031 runs
    Then it passes for K-1

  Scenario: called one day after the share ended
    Given its on_date is 2027-01-01
    When rule FND-031 runs
    Then it fails for K-1

  Scenario: called on the first day of the share
    Given its on_date is 2026-01-01
    When rule FND-031 runs
    Then it passes for K-1

  Scenario: called one day before the share began
    Given its on_date is 2025-12-31
    When rule FND-031 runs
    Then it fails for K-1

  Scenario: money that came in
    Given its kind is "received"
    When rule FND-031 runs
    Then it is not applicable to K-1

  Scenario: the day on which it falls due is unknown
    Given its due_on is empty
    When rule FND-031 runs
    Then it is undetermined for K-1

  Scenario: the share on file is not known
    Given its funding_line is "FL-9"
    And its amount is EUR 0.00
    When rule FND-031 runs
    Then it is undetermined for K-1
