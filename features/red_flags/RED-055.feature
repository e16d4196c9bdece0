Feature: RED-055 Direct awards to one vendor that together exceed the threshold
  Direct awards to one firm are read together, over a year.


  Background:
    Given parameter red.window is 365 days
    And a clean procurement P-1
    And its method is "single_source"
    And its estimated_value is half of red.threshold
    And a clean procurement P-2
    And its method is "single_source"

  Scenario: together at the threshold
    Given its estimated_value is half of red.threshold
    And its launched_on is one day after launched_on of P-1
    When rule RED-055 runs
    Then it passes for P-2

  Scenario: together one cent above it
    Given its estimated_value is one cent above half of red.threshold
    And its launched_on is one day after launched_on of P-1
    When rule RED-055 runs
    Then exactly these fail: P-2

  Scenario: on the last day of the window
    Given its estimated_value is one cent above half of red.threshold
    And its launched_on is red.window after launched_on of P-1
    When rule RED-055 runs
    Then it fails for P-2

  Scenario: one day after the window
    Given its estimated_value is one cent above half of red.threshold
    And its launched_on is one day after red.window after launched_on of P-1
    When rule RED-055 runs
    Then it passes for P-2

  Scenario: a competition
    Given its method is "open"
    And its estimated_value is red.threshold
    When rule RED-055 runs
    Then it is not applicable to P-2

  Scenario: nobody knows the estimate
    Given its estimated_value is empty
    When rule RED-055 runs
    Then it is undetermined for P-2
