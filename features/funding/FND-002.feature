Feature: FND-002 Commitment outside the dates of its funding line
  A line may be committed from its first day until its last day for commitments.

  Background:
    Given a clean commitment S-1

  Scenario: committed on the last day
    Given its booked_on is the last day of funding_line.commit_until
    When rule FND-002 runs
    Then it passes for S-1

  Scenario: committed the day after
    Given its booked_on is one day after funding_line.commit_until
    When rule FND-002 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: committed on the first day
    Given its booked_on is the first day of funding_line.open_from
    When rule FND-002 runs
    Then it passes for S-1

  Scenario: committed the day before the line opened
    Given its booked_on is one day before funding_line.open_from
    When rule FND-002 runs
    Then it fails for S-1
    And the message for S-1 contains "is open for commitments from"

  Scenario: a later year is bound under contract authority of the running year
    Given its booked_on is one day before funding_line.open_from
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "contract_authority"
    And its budget_year is 2025
    And its effective_on is exactly booked_on of S-1
    And its approved_on is exactly booked_on of S-1
    When rule FND-002 runs
    Then it passes for S-1 by exception later year under contract authority

  Scenario: the contract authority was approved the day after
    Given its booked_on is one day before funding_line.open_from
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "contract_authority"
    And its budget_year is 2025
    And its effective_on is exactly booked_on of S-1
    And its approved_on is one day after booked_on of S-1
    When rule FND-002 runs
    Then it fails for S-1

  Scenario: a payment is judged by its own dates
    Given its kind is "payment"
    And its booked_on is one day after funding_line.commit_until
    When rule FND-002 runs
    Then it is not applicable to S-1

  Scenario: the line does not say until when it may be committed
    Given its funding_line.commit_until is empty
    When rule FND-002 runs
    Then it is undetermined for S-1
