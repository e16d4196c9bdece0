Feature: FND-021 Uncommitted credit kept after the last day for commitments
  What a line has not committed by its last day lapses, is returned, or is carried out by special
  approval; the books show that within the days for closing.

  Background:
    # Of EUR 1,000,000.00 of credit EUR 98,765.43 are committed.
    Given a clean commitment S-1
    And the commit_until of FL-1 is 2026-09-30
    And the carry_forward_until of FL-1 is empty
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "lapse"
    And its amount is EUR 901,234.57
    And its effective_on is 2026-10-01

  Scenario: all that was free has lapsed
    When rule FND-021 runs
    Then it passes for FL-1/2026

  Scenario: one cent has not lapsed
    Given its amount is one cent below EUR 901,234.57
    When rule FND-021 runs
    Then it fails for FL-1/2026
    And the amount at issue is EUR 0.01

  Scenario: on the last day for closing the lapse may still come
    Given its status is "cancelled"
    And the commit_until of FL-1 is period.lapse before 2026-12-31
    When rule FND-021 runs as of 2026-12-31
    Then it is not applicable to FL-1/2026

  Scenario: one day after the time for closing
    Given its status is "cancelled"
    And the commit_until of FL-1 is period.lapse before 2026-12-31
    When rule FND-021 runs as of 2027-01-01
    Then it fails for FL-1/2026
    And the amount at issue is EUR 901,234.57

  Scenario: a commitment one day after the last day does not save the credit
    Given the booked_on of S-1 is one day after commit_until of FL-1
    When rule FND-021 runs
    Then it fails for FL-1/2026
    And the amount at issue is EUR 98,765.43

  Scenario: returned to the nations instead
    Given its kind is "returned"
    When rule FND-021 runs
    Then it passes for FL-1/2026

  Scenario: what is bound and carried out does not stand for what is free
    Given its kind is "carry_out"
    And its amount is EUR 98,765.43
    When rule FND-021 runs
    Then it fails for FL-1/2026
    And the amount at issue is EUR 901,234.57

  Scenario: all of the rest was carried out by special approval
    Given its kind is "carry_out"
    And its amount is EUR 1,000,000.00
    When rule FND-021 runs
    Then it passes for FL-1/2026

  Scenario: a line that is carried forward keeps its commitments and carries out free credit
    Given its amount is EUR 900,000.00
    And the carry_forward_until of FL-1 is 2028-12-31
    And a clean budget movement M-3
    And its funding_line is "FL-1"
    And its kind is "carry_out"
    And its amount is EUR 1,234.57
    When rule FND-021 runs
    Then it passes for FL-1/2026

  Scenario: nobody knows when the line ends
    Given the commit_until of FL-1 is empty
    When rule FND-021 runs
    Then it is undetermined for FL-1/2026
