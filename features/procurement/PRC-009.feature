Feature: PRC-009 Orders under a framework above its ceiling
  All orders under a framework, with their amendments, stay within its ceiling as amended by the day.

  Background:
    Given a clean document DOC-D
    And a clean contract F-1
    And its kind is "framework"
    And its ceiling_value is EUR 100,000.00
    And a clean contract C-1
    And its kind is "call_off"
    And its parent is "F-1"
    And its value is EUR 100,000.00
    And its signed_on is 2026-04-01

  Scenario: at the ceiling
    When rule PRC-009 runs
    Then it passes for C-1
    And it is not applicable to F-1

  Scenario: one cent above the ceiling
    Given its value is EUR 100,000.01
    When rule PRC-009 runs
    Then it fails for C-1
    And the amount at issue is EUR 0.01

  Scenario: a second order above the ceiling
    Given a clean contract C-2
    And its kind is "call_off"
    And its parent is "F-1"
    And its value is EUR 500.00
    And its signed_on is 2026-04-02
    When rule PRC-009 runs
    Then exactly these fail: C-2
    And it fails for C-2
    And the amount at issue is EUR 500.00

  Scenario: an earlier order was amended in between
    Given its value is EUR 60,000.00
    And a clean amendment A-1
    And its contract is "C-1"
    And its value_change is EUR 30,000.01
    And its signed_on is 2026-04-02
    And a clean contract C-2
    And its kind is "call_off"
    And its parent is "F-1"
    And its value is EUR 10,000.00
    And its signed_on is 2026-04-03
    When rule PRC-009 runs
    Then exactly these fail: C-2
    And it fails for C-2
    And the amount at issue is EUR 0.01

  Scenario: the ceiling was raised on the day of the order
    Given its value is EUR 100,000.01
    And a clean amendment A-1
    And its contract is "F-1"
    And its value_change is EUR 0.01
    And its signed_on is 2026-04-01
    When rule PRC-009 runs
    Then it passes for C-1

  Scenario: the ceiling was raised one day after the order
    Given its value is EUR 100,000.01
    And a clean amendment A-1
    And its contract is "F-1"
    And its value_change is EUR 0.01
    And its signed_on is 2026-04-02
    When rule PRC-009 runs
    Then it fails for C-1

  Scenario: a cancelled order does not count
    Given the status of C-1 is "cancelled"
    And a clean contract C-2
    And its kind is "call_off"
    And its parent is "F-1"
    And its value is EUR 100,000.00
    And its signed_on is 2026-04-02
    When rule PRC-009 runs
    Then it passes for C-2

  Scenario: a deviation was approved by the day of the order
    Given its value is EUR 100,000.01
    And its procurement.deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly signed_on of C-1
    When rule PRC-009 runs
    Then it passes for C-1 by exception approved deviation

  Scenario: a contract of its own
    Given its kind is "contract"
    When rule PRC-009 runs
    Then it is not applicable to C-1

  Scenario: the framework has no ceiling
    Given the ceiling_value of F-1 is empty
    When rule PRC-009 runs
    Then it is undetermined for C-1
