Feature: FND-039 Commitment in the last weeks of a line without a delivery in reach
  A commitment shortly before credit ends serves a delivery that is named and near.

  Background:
    Given a clean commitment S-1
    And its booked_on is window.year_end before 2026-12-31
    And parameter period.delivery_reach is 180 days from 2026-01-01

  Scenario: delivered on the last day in reach
    # 180 days after 31 December 2026 is 29 June 2027.
    Given its contract.delivery_due_on is 2027-06-29
    When rule FND-039 runs
    Then it passes for S-1

  Scenario: delivered one day later
    Given its contract.delivery_due_on is one day after 2027-06-29
    When rule FND-039 runs
    Then it fails for S-1
    And the message for S-1 contains "2027-06-30"

  Scenario: no day of delivery is named
    Given its contract.delivery_due_on is empty
    When rule FND-039 runs
    Then it fails for S-1

  Scenario: no contract stands behind it
    Given its contract is empty
    When rule FND-039 runs
    Then it fails for S-1

  Scenario: committed one day before the last weeks
    # 45 days before 31 December is 16 November.
    Given parameter window.year_end is 45 days from 2026-01-01
    And its booked_on is one day before 2026-11-16
    And its contract.delivery_due_on is empty
    When rule FND-039 runs
    Then it is not applicable to S-1

  Scenario: on the first day of the last weeks
    Given parameter window.year_end is 45 days from 2026-01-01
    And its booked_on is 2026-11-16
    And its contract.delivery_due_on is empty
    When rule FND-039 runs
    Then it fails for S-1

  Scenario: an agency holds the money and has placed nothing
    Given its contract.kind is "agency_order"
    When rule FND-039 runs
    Then it fails for S-1

  Scenario: an agency placed a contract on the last day
    Given its contract.kind is "agency_order"
    And a clean contract C-2
    And its parent is "S-1-C"
    And its signed_on is exactly commit_until of FL-1
    When rule FND-039 runs
    Then it passes for S-1

  Scenario: an agency placed a contract one day too late
    Given its contract.kind is "agency_order"
    And a clean contract C-2
    And its parent is "S-1-C"
    And its signed_on is one day after commit_until of FL-1
    When rule FND-039 runs
    Then it fails for S-1

  Scenario: nobody knows until when the line may be committed
    Given its funding_line.commit_until is empty
    When rule FND-039 runs
    Then it is undetermined for S-1
