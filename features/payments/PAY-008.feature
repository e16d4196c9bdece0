Feature: PAY-008 Several payments to one vendor just below the competition limit
  One price just below a limit is chance; several to one vendor within the window deserve a look.

  Background:
    Given parameter near.count is 2
    And a clean payment S-1
    And its vendor is "Specimen Orbit"
    And its amount is exactly limit.competition
    And a clean payment S-2
    And its vendor is "specimen orbit"

  Scenario: at the limit itself
    Given its amount is exactly limit.competition
    When rule PAY-008 runs
    Then exactly these fail: S-1, S-2
    And it fails for S-2
    And the amount at issue is its amount

  Scenario: one cent above the limit
    Given its amount is one cent above limit.competition
    When rule PAY-008 runs
    Then it is not applicable to S-2
    And it passes for S-1

  Scenario: at the lower end of what is just below
    Given its amount is exactly near.share of limit.competition
    When rule PAY-008 runs
    Then it fails for S-2

  Scenario: one cent below what is just below
    Given its amount is one cent below near.share of limit.competition
    When rule PAY-008 runs
    Then it is not applicable to S-2
    And it passes for S-1

  Scenario: on the last day of the window
    Given its amount is exactly limit.competition
    And its booked_on is window.split after booked_on of S-1
    When rule PAY-008 runs
    Then exactly these fail: S-2
    And it passes for S-1

  Scenario: one day after the window
    Given its amount is exactly limit.competition
    And its booked_on is one day after window.split after booked_on of S-1
    When rule PAY-008 runs
    Then it passes for S-2

  Scenario: one payment fewer than are shown together
    Given its amount is exactly limit.competition
    And parameter near.count is 3
    When rule PAY-008 runs
    Then nothing fails
    And it passes for S-2

  Scenario: the amount is unknown
    Given its amount is empty
    When rule PAY-008 runs
    Then it is undetermined for S-2
