Feature: RED-054 Direct award that changes have carried over the threshold
  A direct award below the threshold that changes carry over it is a reason to ask what was known at the award.


  Background:
    Given a clean amendment M-1
    And its contract.procurement.method is "single_source"
    And its contract.value is half of red.threshold

  Scenario: with the changes at the threshold
    Given its value_change is half of red.threshold
    When rule RED-054 runs
    Then it passes for M-1-C

  Scenario: one cent above
    Given its value_change is one cent above half of red.threshold
    When rule RED-054 runs
    Then it fails for M-1-C

  Scenario: competed
    Given its contract.procurement.method is "open"
    And its value_change is red.threshold
    When rule RED-054 runs
    Then it is not applicable to M-1-C

  Scenario: above the threshold from the first day
    Given its contract.value is one cent above red.threshold
    When rule RED-054 runs
    Then it is not applicable to M-1-C

  Scenario: nobody knows by how much the price rose
    Given its value_change is empty
    When rule RED-054 runs
    Then it is undetermined for M-1-C
