Feature: QLT-013 Spending line of nothing
  A line moves an amount, or it is cancelled.

  Background:
    Given a clean payment S-1

  Scenario: nothing
    Given its amount is EUR 0.00
    When rule QLT-013 runs
    Then it fails for S-1

  Scenario: one cent
    Given its amount is one cent above EUR 0.00
    When rule QLT-013 runs
    Then it passes for S-1

  Scenario: nothing, in another currency
    Given its amount is GBP 0.00
    When rule QLT-013 runs
    Then it fails for S-1

  Scenario: a cancelled line
    Given its amount is EUR 0.00
    And its status is "cancelled"
    When rule QLT-013 runs
    Then it is not applicable to S-1

  Scenario: the amount is unknown
    Given its amount is empty
    When rule QLT-013 runs
    Then it is undetermined for S-1
