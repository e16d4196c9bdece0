Feature: FND-029 Contract moved from one line to another in the last weeks
  A contract that one line releases and another commits shortly before the credit ends is shown.

  Background:
    Given a clean commitment S-1
    And a clean commitment S-2
    And its kind is "decommitment"
    And its contract is "S-1-C"
    And its booked_on is window.year_end before 2026-12-31
    And a clean commitment S-3
    And its contract is "S-1-C"
    And its funding_line is "FL-W"
    And its booked_on is window.year_end before 2026-12-31

  Scenario: moved on the first day of the last weeks
    When rule FND-029 runs
    Then exactly these fail: S-3
    And it fails for S-3
    And the amount at issue is its amount

  Scenario: committed one day before the last weeks
    # 45 days before 31 December is 16 November.
    Given parameter window.year_end is 45 days from 2026-01-01
    And its booked_on is one day before 2026-11-16
    When rule FND-029 runs
    Then it is not applicable to S-3

  Scenario: released long before
    Given parameter window.year_end is 45 days from 2026-01-01
    And the booked_on of S-2 is one day before 2026-10-02
    When rule FND-029 runs
    Then it passes for S-3

  Scenario: released by the line itself
    Given the funding_line of S-2 is "FL-W"
    When rule FND-029 runs
    Then it passes for S-3

  Scenario: both lines agreed on a new division on the day
    Given a clean allocation A-1
    And its contract is "S-1-C"
    And its funding_line is "FL-W"
    And its agreed_on is exactly booked_on of S-3
    When rule FND-029 runs
    Then it passes for S-3 by exception new division agreed

  Scenario: they agreed one day after
    Given a clean allocation A-1
    And its contract is "S-1-C"
    And its funding_line is "FL-W"
    And its agreed_on is one day after booked_on of S-3
    When rule FND-029 runs
    Then it fails for S-3

  Scenario: nobody knows until when the line may be committed
    Given the commit_until of FL-W is empty
    When rule FND-029 runs
    Then it is undetermined for S-3
