Feature: RED-052 Contract many times larger than all before it with the firm
  A small contract that is followed by a much larger one is a reason to read both.


  Background:
    Given parameter red.growth is 10
    And a clean contract C-2
    And the value of C-2 is EUR 5,000.00
    And a clean contract C-1
    And its signed_on is 2026-05-04

  Scenario: ten times the largest before
    Given its value is EUR 50,000.00
    When rule RED-052 runs
    Then it passes for C-1

  Scenario: one cent above
    Given its value is one cent above EUR 50,000.00
    When rule RED-052 runs
    Then it fails for C-1

  Scenario: signed on the same day
    Given its value is EUR 900,000.00
    And its signed_on is exactly signed_on of C-2
    When rule RED-052 runs
    Then it is not applicable to C-1

  Scenario: the first contract with the firm
    When rule RED-052 runs
    Then it is not applicable to C-2

  Scenario: nobody knows the value
    Given its value is empty
    When rule RED-052 runs
    Then it is undetermined for C-1
