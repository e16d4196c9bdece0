# Codes have no neighbours: there is no boundary to show; a code that is missing is a matter of quality.
@no-boundary @no-undetermined
Feature: PRC-031 Mechanism that does not go with the method
  The code of the mechanism and that of the method say the same.

  Background:
    Given a clean procurement P-1

  Scenario: a full competition in which any firm could bid
    When rule PRC-031 runs
    Then it passes for P-1

  Scenario: a full competition in which one firm was asked
    Given its method is "single_source"
    When rule PRC-031 runs
    Then it fails for P-1
    And the message for P-1 contains "competitive_procurement with method single_source"

  Scenario: a direct purchase in which one firm was asked
    Given its mechanism is "direct_purchase"
    And its method is "single_source"
    When rule PRC-031 runs
    Then it passes for P-1

  Scenario: a direct purchase in which any firm could bid
    Given its mechanism is "direct_purchase"
    When rule PRC-031 runs
    Then it fails for P-1

  Scenario: a limited competition in which a few firms were asked
    Given its mechanism is "limited_competition"
    And its method is "limited"
    When rule PRC-031 runs
    Then it passes for P-1

  Scenario: an order under an agreement that was a call-off
    Given its mechanism is "boa_call_off"
    And its method is "call_off"
    When rule PRC-031 runs
    Then it passes for P-1

  Scenario: an order under an agreement that any firm could have had
    Given its mechanism is "boa_call_off"
    When rule PRC-031 runs
    Then it fails for P-1

  Scenario: a challenge that was an order on a framework
    Given its mechanism is "front_door_challenge"
    And its method is "call_off"
    When rule PRC-031 runs
    Then it fails for P-1

  Scenario: a subscription may be bought in any way
    Given its mechanism is "data_subscription"
    And its method is "call_off"
    When rule PRC-031 runs
    Then it passes for P-1

  Scenario: one of the codes is not given
    Given its mechanism is empty
    When rule PRC-031 runs
    Then it is not applicable to P-1
