Feature: RED-023 Bid a fixed part above the lowest
  A bid that lies exactly one, three or ten per cent above the lowest is a reason to compare the two.


  Background:
    Given a clean procurement P-1
    And the amount of P-1-B0 is EUR 100,000.00
    And parameter red.multiple_low is 1%
    And parameter red.multiple_mid is 3%
    And parameter red.multiple_high is 10%

  Scenario: one per cent above the lowest
    Given the amount of P-1-B3 is EUR 101,000.00
    When rule RED-023 runs
    Then it fails for P-1-B3

  Scenario: three per cent
    Given the amount of P-1-B3 is EUR 103,000.00
    When rule RED-023 runs
    Then it fails for P-1-B3

  Scenario: ten per cent
    Given the amount of P-1-B3 is EUR 110,000.00
    When rule RED-023 runs
    Then exactly these fail: P-1-B3

  Scenario: one cent above ten per cent
    Given the amount of P-1-B3 is one cent above EUR 110,000.00
    When rule RED-023 runs
    Then it passes for P-1-B3

  Scenario: the lowest itself
    When rule RED-023 runs
    Then it passes for P-1-B0

  Scenario: withdrawn
    Given the amount of P-1-B3 is EUR 110,000.00
    And the outcome of P-1-B3 is "withdrawn"
    When rule RED-023 runs
    Then it is not applicable to P-1-B3

  Scenario: no price
    Given the amount of P-1-B3 is empty
    When rule RED-023 runs
    Then it is undetermined for P-1-B3
