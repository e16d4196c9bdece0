Feature: RED-049 Several direct awards to one vendor just below the threshold
  Direct awards to one firm that each stay just below the threshold are a reason to read them together.


  Background:
    Given parameter red.near is 10%
    And parameter red.near_count is 2
    And parameter red.window is 365 days
    And a clean procurement P-1
    And its method is "single_source"
    And its estimated_value is one cent below red.threshold
    And a clean procurement P-2
    And its method is "single_source"

  Scenario: two of them
    Given its estimated_value is one cent below red.threshold
    And its launched_on is one day after launched_on of P-1
    When rule RED-049 runs
    Then it fails for P-2
    And it passes for P-1

  Scenario: the other at the lower end of the zone
    Given its estimated_value is EUR 126,000.00
    And its launched_on is one day after launched_on of P-1
    When rule RED-049 runs
    Then it fails for P-2

  Scenario: the other one cent below the zone
    Given its estimated_value is one cent below EUR 126,000.00
    And its launched_on is one day after launched_on of P-1
    When rule RED-049 runs
    Then it is not applicable to P-2
    And it passes for P-1

  Scenario: on the last day of the window
    Given its estimated_value is one cent below red.threshold
    And its launched_on is red.window after launched_on of P-1
    When rule RED-049 runs
    Then it fails for P-2

  Scenario: one day after the window
    Given its estimated_value is one cent below red.threshold
    And its launched_on is one day after red.window after launched_on of P-1
    When rule RED-049 runs
    Then it passes for P-2

  Scenario: one more than two are looked for
    Given parameter red.near_count is 3
    And its estimated_value is one cent below red.threshold
    And its launched_on is one day after launched_on of P-1
    When rule RED-049 runs
    Then it passes for P-2

  Scenario: another vendor
    Given its vendor is "V-1B"
    And its estimated_value is one cent below red.threshold
    And its launched_on is one day after launched_on of P-1
    When rule RED-049 runs
    Then it passes for P-2

  Scenario: nobody knows the estimate
    Given its estimated_value is empty
    When rule RED-049 runs
    Then it is undetermined for P-2
