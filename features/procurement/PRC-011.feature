Feature: PRC-011 Requirements for one vendor that together exceed the single-source limit
  Requirements that each stay within the single-source limit are read together when they go to one
  vendor within the window.

  Background:
    Given a clean procurement P-1
    And its method is "single_source"
    And its estimated_value is half of limit.single_source
    And a clean procurement P-2
    And its method is "single_source"

  Scenario: together one cent above the limit
    Given its estimated_value is one cent above half of limit.single_source
    And its launched_on is one day after launched_on of P-1
    When rule PRC-011 runs
    Then exactly these fail: P-2
    And it passes for P-1
    And the message for P-2 contains "2 requirements"

  Scenario: together at the limit itself
    Given its estimated_value is exactly half of limit.single_source
    And its launched_on is one day after launched_on of P-1
    When rule PRC-011 runs
    Then it passes for P-2
    And it passes for P-1

  Scenario: launched on one day, neither comes first
    Given its estimated_value is one cent above half of limit.single_source
    And its launched_on is exactly launched_on of P-1
    When rule PRC-011 runs
    Then exactly these fail: P-1, P-2

  Scenario: on the last day of the window
    Given its estimated_value is one cent above half of limit.single_source
    And its launched_on is window.split after launched_on of P-1
    When rule PRC-011 runs
    Then it fails for P-2
    And the amount at issue is its estimated_value

  Scenario: one day after the window
    Given its estimated_value is one cent above half of limit.single_source
    And its launched_on is one day after window.split after launched_on of P-1
    When rule PRC-011 runs
    Then it passes for P-2

  Scenario: another vendor
    Given its estimated_value is one cent above half of limit.single_source
    And its launched_on is one day after launched_on of P-1
    And its vendor is "V-1B"
    When rule PRC-011 runs
    Then it passes for P-2

  Scenario: a requirement above the limit is judged by itself
    Given its estimated_value is one cent above limit.single_source
    And its launched_on is one day after launched_on of P-1
    When rule PRC-011 runs
    Then it is not applicable to P-2
    And it passes for P-1

  Scenario: a competed requirement
    Given its method is "open"
    And its estimated_value is one cent above half of limit.single_source
    And its launched_on is one day after launched_on of P-1
    When rule PRC-011 runs
    Then it is not applicable to P-2
    And it passes for P-1

  Scenario: a cancelled requirement does not count
    Given its estimated_value is one cent above half of limit.single_source
    And its launched_on is one day after launched_on of P-1
    And the status of P-1 is "cancelled"
    When rule PRC-011 runs
    Then it passes for P-2
    And it is not applicable to P-1

  Scenario: a deviation was approved before
    Given its estimated_value is one cent above half of limit.single_source
    And its launched_on is one day after launched_on of P-1
    And its deviation_ref is "P-1-JUS"
    When rule PRC-011 runs
    Then it passes for P-2 by exception approved deviation

  Scenario: the vendor is unknown
    Given its estimated_value is exactly half of limit.single_source
    And its vendor is empty
    When rule PRC-011 runs
    Then it is undetermined for P-2
