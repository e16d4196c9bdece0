Feature: PIL-006 Payments above the budget of the pilot
  Payments less what came back stay within the budget of the pilot as it stood on the day.

  Background:
    Given a clean payment S-1

  Scenario: all of the budget
    Given its pilot.budget is exactly amount
    When rule PIL-006 runs
    Then it passes for S-1

  Scenario: one cent more than the budget
    Given its amount is one cent above pilot.budget
    When rule PIL-006 runs
    Then it fails for S-1
    And the amount at issue is EUR 0.01

  Scenario: the second payment passes the budget
    Given its pilot.budget is exactly amount
    And a clean payment S-2
    And its booked_on is one day after booked_on of S-1
    When rule PIL-006 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And it fails for S-2
    And the amount at issue is its amount

  Scenario: money that came back before may be paid again
    Given its pilot.budget is exactly amount
    And a clean payment S-2
    And its kind is "refund"
    And its booked_on is one day before booked_on of S-1
    And a clean payment S-3
    And its booked_on is one day after booked_on of S-1
    When rule PIL-006 runs
    Then it passes for S-3

  Scenario: a commitment is no payment
    Given its kind is "commitment"
    When rule PIL-006 runs
    Then it is not applicable to S-1

  Scenario: no pilot is charged
    Given its pilot is empty
    When rule PIL-006 runs
    Then it is not applicable to S-1

  Scenario: the pilot has no budget on record
    Given its pilot.budget is empty
    When rule PIL-006 runs
    Then it is undetermined for S-1

  Scenario: a payment in another currency is taken in euro
    Given its amount is USD 5,000,000.00
    When rule PIL-006 runs
    Then it fails for S-1
