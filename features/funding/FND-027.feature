Feature: FND-027 Shares of a divided contract that do not add up to the whole
  The parts of all lines that share a contract make the whole.

  Background:
    Given a clean contract C-1
    And its value is EUR 50,000.00
    And a clean allocation A-1
    And its contract is "C-1"
    And its share is 60%
    And a clean allocation A-2
    And its contract is "C-1"
    And its funding_line is "FL-W"
    And its share is 40%

  Scenario: the whole
    When rule FND-027 runs
    Then it passes for C-1

  Scenario: a part has no payer
    Given its share is 39%
    When rule FND-027 runs
    Then it fails for C-1
    And the amount at issue is EUR 500.00

  Scenario: a part has two payers
    Given its share is 41%
    When rule FND-027 runs
    Then it fails for C-1
    And the message for C-1 contains "1.01"

  Scenario: the shares miss the whole by the rounding that is allowed
    # 39.99 % leaves 0.01 % open.
    Given parameter tolerance.share is 0.01% from 2026-01-01
    And its share is 39.99%
    When rule FND-027 runs
    Then it passes for C-1

  Scenario: the shares miss the whole by exactly one thousandth of a per cent more
    Given parameter tolerance.share is 0.01% from 2026-01-01
    And its share is 39.989%
    When rule FND-027 runs
    Then it fails for C-1

  Scenario: a part that was replaced does not count
    Given its status is "superseded"
    And a clean allocation A-3
    And its contract is "C-1"
    And its funding_line is "FL-W"
    And its share is 40%
    When rule FND-027 runs
    Then it passes for C-1

  Scenario: the contract is not divided
    Given a clean contract C-2
    When rule FND-027 runs
    Then it is not applicable to C-2

  Scenario: one part is not stated
    Given a clean allocation A-3
    And its contract is "C-1"
    And its share is empty
    When rule FND-027 runs
    Then it is undetermined for C-1
