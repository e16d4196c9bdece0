Feature: PIL-005 Commitments above the budget of the pilot
  Commitments less what was released stay within the budget of the pilot as it stood on the day.

  Background:
    Given a clean commitment S-1

  Scenario: all of the budget
    Given its pilot.budget is exactly amount
    When rule PIL-005 runs
    Then it passes for S-1

  Scenario: one cent more than the budget
    Given its amount is one cent above pilot.budget
    When rule PIL-005 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: a part is committed twice over the rest
    Given its pilot.budget is exactly amount
    And a clean commitment S-2
    And its booked_on is one day after booked_on of S-1
    When rule PIL-005 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And it fails for S-2
    And the amount at issue is its amount

  Scenario: what was released before is free again
    Given its pilot.budget is exactly amount
    And a clean commitment S-2
    And its kind is "decommitment"
    And its booked_on is one day before booked_on of S-1
    And a clean commitment S-3
    And its booked_on is exactly booked_on of S-1
    And its amount is EUR 98,765.43
    When rule PIL-005 runs
    Then it passes for S-1
    And it passes for S-3

  Scenario: what is released later was not free on the day
    Given its pilot.budget is exactly amount
    And a clean commitment S-2
    And its booked_on is one day after booked_on of S-1
    And a clean commitment S-3
    And its kind is "decommitment"
    And its booked_on is one day after booked_on of S-2
    When rule PIL-005 runs
    Then it fails for S-2

  Scenario: another pilot has a budget of its own
    Given its pilot.budget is exactly amount
    And a clean pilot PI-2
    And a clean commitment S-2
    And its pilot is "PI-2"
    When rule PIL-005 runs
    Then it passes for S-1
    And it passes for S-2

  Scenario: a commitment in another currency is taken in euro
    Given its amount is USD 5,000,000.00
    When rule PIL-005 runs
    Then it fails for S-1

  Scenario: a bill is no commitment
    Given its kind is "invoice"
    When rule PIL-005 runs
    Then it is not applicable to S-1

  Scenario: no pilot is charged
    Given its pilot is empty
    When rule PIL-005 runs
    Then it is not applicable to S-1

  Scenario: the pilot has no budget on record
    Given its pilot.budget is empty
    When rule PIL-005 runs
    Then it is undetermined for S-1

  Scenario: nobody knows the amount of an earlier commitment
    Given a clean commitment S-2
    And its booked_on is one day before booked_on of S-1
    And its amount is empty
    When rule PIL-005 runs
    Then it is undetermined for S-1
