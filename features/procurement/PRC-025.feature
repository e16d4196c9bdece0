Feature: PRC-025 Requirements of one kind for several vendors that together exceed the single-source limit
  Requirements of one category for one pilot and line are read together within the window, even where they
  go to several vendors. One vendor alone is a matter of PRC-011.

  Background:
    Given a clean procurement P-1
    And its method is "single_source"
    And its estimated_value is half of limit.single_source
    And a clean procurement P-2
    And its method is "single_source"
    And its vendor is "V-1B"
    And its estimated_value is one cent above half of limit.single_source
    And its launched_on is window.split after launched_on of P-1

  Scenario: together one cent above the limit, on the last day of the window
    When rule PRC-025 runs
    Then exactly these fail: P-2
    And it passes for P-1
    And it fails for P-2
    And the amount at issue is its estimated_value
    And the message for P-2 contains "2 vendors"

  Scenario: together at the limit itself
    Given its estimated_value is exactly half of limit.single_source
    When rule PRC-025 runs
    Then it passes for P-2

  Scenario: one day after the window
    Given its launched_on is one day after window.split after launched_on of P-1
    When rule PRC-025 runs
    Then it passes for P-2

  Scenario: the same vendor
    Given its vendor is "V-1"
    When rule PRC-025 runs
    Then it passes for P-2

  Scenario: another category
    Given its category is "launch"
    When rule PRC-025 runs
    Then it passes for P-2

  Scenario: a cancelled requirement does not count
    Given the status of P-1 is "cancelled"
    When rule PRC-025 runs
    Then it passes for P-2

  Scenario: a deviation was approved before
    Given its deviation_ref is "P-1-JUS"
    When rule PRC-025 runs
    Then it passes for P-2 by exception approved deviation

  Scenario: a competed requirement
    Given its method is "open"
    When rule PRC-025 runs
    Then it is not applicable to P-2

  Scenario: the category is unknown
    Given its category is empty
    When rule PRC-025 runs
    Then it is undetermined for P-2
