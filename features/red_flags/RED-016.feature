Feature: RED-016 Award far from the middle of its category
  An award many times above or below the middle of its category is a reason to ask what sets it apart.


  Background:
    Given parameter red.category_spread is 2
    And parameter red.category_least is 3
    And a clean procurement P-2
    And a clean procurement P-3
    And a clean procurement P-1

  Scenario: twice the middle
    Given its award_value is EUR 197,530.86
    When rule RED-016 runs
    Then it passes for P-1

  Scenario: one cent above
    Given its award_value is one cent above EUR 197,530.86
    When rule RED-016 runs
    Then it fails for P-1

  Scenario: less than half of the middle
    Given its award_value is EUR 49,382.71
    When rule RED-016 runs
    Then it fails for P-1

  Scenario: half of the middle, rounded up
    Given its award_value is EUR 49,382.72
    When rule RED-016 runs
    Then it passes for P-1

  Scenario: one fewer than the others that are needed
    Given parameter red.category_least is 6
    And its award_value is EUR 900,000.00
    When rule RED-016 runs
    Then it is not applicable to P-1

  Scenario: of another category
    Given its category is "launch"
    And its award_value is EUR 900,000.00
    When rule RED-016 runs
    Then it is not applicable to P-1

  Scenario: nobody knows the category
    Given its category is empty
    When rule RED-016 runs
    Then it is undetermined for P-1
