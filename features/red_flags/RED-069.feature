Feature: RED-069 Changes that raised the price far above the contract
  Changes that raise a price far above what was signed are a reason to ask what was known at signature.


  Background:
    Given parameter red.raise is 20%
    And a clean amendment M-1
    And its contract.value is EUR 100,000.00

  Scenario: a fifth more
    Given its value_change is EUR 20,000.00
    When rule RED-069 runs
    Then it passes for M-1-C

  Scenario: one cent above
    Given its value_change is one cent above EUR 20,000.00
    When rule RED-069 runs
    Then it fails for M-1-C

  Scenario: an option that was foreseen
    Given its kind is "option"
    And its value_change is EUR 60,000.00
    When rule RED-069 runs
    Then it is not applicable to M-1-C

  Scenario: nobody knows by how much
    Given its value_change is empty
    When rule RED-069 runs
    Then it is undetermined for M-1-C
