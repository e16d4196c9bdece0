Feature: FND-028 Line charged above its part of a divided contract
  Each line is charged with its share of what is billed or paid, and never above its own limit.

  Background:
    Given a clean allocation A-1
    And its share is 60%
    And its amount is EUR 60,000.00
    And a clean allocation A-2
    And its contract is "A-1-C"
    And its funding_line is "FL-W"
    And its share is 40%
    And its amount is EUR 40,000.00
    And a clean invoice S-1
    And its contract is "A-1-C"
    And its amount is EUR 30,000.00
    And a clean invoice S-2
    And its contract is "A-1-C"
    And its funding_line is "FL-W"
    And its amount is EUR 20,000.00

  Scenario: charged by the shares
    When rule FND-028 runs
    Then it passes for A-1

  Scenario: ahead by the part that is allowed
    # Of EUR 50,000.00 the share is EUR 30,000.00, and 5 % of the whole is EUR 2,500.00.
    Given parameter tolerance.allocation is 5% from 2026-01-01
    And the amount of S-1 is EUR 32,500.00
    And the amount of S-2 is EUR 17,500.00
    When rule FND-028 runs
    Then it passes for A-1

  Scenario: one cent further ahead
    Given parameter tolerance.allocation is 5% from 2026-01-01
    And the amount of S-1 is one cent above EUR 32,500.00
    And the amount of S-2 is one cent below EUR 17,500.00
    When rule FND-028 runs
    Then it fails for A-1
    And the amount at issue is EUR 2,500.01

  Scenario: one cent above the line's own limit
    Given the amount of A-1 is EUR 30,000.00
    And the amount of S-1 is one cent above EUR 30,000.00
    When rule FND-028 runs
    Then it fails for A-1
    And the amount at issue is EUR 0.01

  Scenario: a line without a limit of its own
    Given the amount of A-1 is empty
    When rule FND-028 runs
    Then it passes for A-1

  Scenario: a credit note lowers what was charged
    Given the amount of S-1 is EUR 40,000.00
    And a clean invoice S-3
    And its kind is "credit_note"
    And its contract is "A-1-C"
    And its amount is EUR 10,000.00
    When rule FND-028 runs
    Then it passes for A-1

  Scenario: all was paid from one line
    Given a clean payment S-4
    And its contract is "A-1-C"
    And its amount is EUR 50,000.00
    When rule FND-028 runs
    Then it fails for A-1
    And the amount at issue is EUR 20,000.00

  Scenario: one line bears the whole contract
    Given the status of A-2 is "cancelled"
    And the amount of A-1 is EUR 1.00
    When rule FND-028 runs
    Then it is not applicable to A-1

  Scenario: the cost of a pilot is divided, not that of a contract
    Given the contract of A-1 is empty
    When rule FND-028 runs
    Then it is not applicable to A-1

  Scenario: nobody knows the share
    Given the share of A-1 is empty
    When rule FND-028 runs
    Then it is undetermined for A-1
