Feature: RED-017 Unit price far from the middle of its code
  A unit price many times above or below the middle of its code is a reason to ask what sets it apart.


  Background:
    Given parameter red.item_spread is 2
    And parameter red.item_least is 3
    And a clean item I-2
    And a clean item I-3
    And a clean item I-1

  Scenario: twice the middle
    Given its unit_price is EUR 197,530.86
    When rule RED-017 runs
    Then it passes for I-1

  Scenario: one cent above
    Given its unit_price is one cent above EUR 197,530.86
    When rule RED-017 runs
    Then it fails for I-1

  Scenario: less than half of the middle
    Given its unit_price is EUR 49,382.71
    When rule RED-017 runs
    Then it fails for I-1

  Scenario: one fewer than the lines that are needed
    Given parameter red.item_least is 5
    And its unit_price is EUR 900,000.00
    When rule RED-017 runs
    Then it is not applicable to I-1

  Scenario: counted in another unit
    Given its unit_name is "hour"
    And its unit_price is EUR 90.00
    When rule RED-017 runs
    Then it is not applicable to I-1

  Scenario: no price is known
    Given its unit_price is empty
    When rule RED-017 runs
    Then it is not applicable to I-1

  Scenario: nobody knows the code
    Given its code is empty
    When rule RED-017 runs
    Then it is undetermined for I-1
