Feature: FND-025 Credit of a line above its ceiling
  Credit is opened, added and received only up to the ceiling of the line.

  Background:
    Given a clean budget movement M-1
    And its funding_line.ceiling is EUR 1,000,000.00
    And its amount is EUR 900,000.00
    And a clean budget movement M-2
    And its kind is "supplementary"
    And its amount is EUR 100,000.00
    And its effective_on is 2026-05-04

  Scenario: up to the ceiling
    When rule FND-025 runs
    Then exactly these pass: M-1, M-2

  Scenario: one cent above the ceiling
    Given its amount is one cent above EUR 100,000.00
    When rule FND-025 runs
    Then exactly these fail: M-2
    And it fails for M-2
    And the amount at issue is EUR 0.01

  Scenario: credit received from another line counts
    Given its kind is "transfer_in"
    And its amount is one cent above EUR 100,000.00
    When rule FND-025 runs
    Then it fails for M-2

  Scenario: what was taken back on the day makes room
    Given its amount is one cent above EUR 100,000.00
    And a clean budget movement M-3
    And its kind is "reduction"
    And its amount is EUR 0.01
    And its effective_on is exactly effective_on of M-2
    When rule FND-025 runs
    Then it passes for M-2

  Scenario: what is taken back one day after makes no room
    Given its amount is one cent above EUR 100,000.00
    And a clean budget movement M-3
    And its kind is "reduction"
    And its amount is EUR 0.01
    And its effective_on is one day after effective_on of M-2
    When rule FND-025 runs
    Then it fails for M-2

  Scenario: credit carried in is not under the ceiling of the year
    Given its kind is "carry_in"
    And its amount is one cent above EUR 100,000.00
    When rule FND-025 runs
    Then it is not applicable to M-2

  Scenario: the line has no ceiling on file
    Given its funding_line.ceiling is empty
    When rule FND-025 runs
    Then it is undetermined for M-2
