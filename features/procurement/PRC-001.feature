Feature: PRC-001 Mechanism that is not open to a purchase of this value
  Above a value the mechanism follows from a table; commercial services have more choice.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1
    And its commercial is "yes"
    And its mechanism is "limited_competition"

  Scenario: up to the first limit the office decides alone
    Given its estimated_value is exactly limit.office_decides
    And its mechanism is "direct_purchase"
    When rule PRC-001 runs
    Then it is not applicable to P-1

  Scenario: a commercial service may be competed among a few firms up to the second limit
    Given its estimated_value is EUR 3,200,000.00
    When rule PRC-001 runs
    Then it passes for P-1

  Scenario: a cent more and it may not
    Given its estimated_value is EUR 3,200,000.01
    When rule PRC-001 runs
    Then it fails for P-1
    And the amount at issue is its award_value
    And the message for P-1 contains "limited competition: false, pre-competed award: true"

  Scenario: a pre-competed award up to the third limit
    Given its mechanism is "pre_competed_award"
    And its estimated_value is EUR 9,600,000.00
    When rule PRC-001 runs
    Then it passes for P-1

  Scenario: a pre-competed award above it
    Given its mechanism is "pre_competed_award"
    And its estimated_value is EUR 9,600,000.01
    When rule PRC-001 runs
    Then it fails for P-1

  Scenario: above the third limit a pre-competed award is not open, whatever is bought
    Given its mechanism is "pre_competed_award"
    And its estimated_value is EUR 9,600,000.01
    And its commercial is empty
    When rule PRC-001 runs
    Then it fails for P-1

  Scenario: a full competition is always open
    Given its mechanism is "competitive_procurement"
    And its estimated_value is EUR 9,600,000.01
    When rule PRC-001 runs
    Then it passes for P-1

  Scenario: a full competition is open whatever is bought
    Given its mechanism is "competitive_procurement"
    And its estimated_value is one cent above limit.office_decides
    And its commercial is empty
    When rule PRC-001 runs
    Then it passes for P-1

  Scenario: what is not sold on the market is competed in full
    Given its commercial is "no"
    And its estimated_value is one cent above limit.office_decides
    When rule PRC-001 runs
    Then it fails for P-1

  Scenario: a purchase without competition
    Given its mechanism is "direct_purchase"
    And its estimated_value is one cent above limit.office_decides
    When rule PRC-001 runs
    Then it fails for P-1

  Scenario: a mechanism that the page does not name
    Given its mechanism is "front_door_challenge"
    And its estimated_value is EUR 3,200,000.01
    When rule PRC-001 runs
    Then it is not applicable to P-1

  Scenario: a deviation was approved before the award
    Given its estimated_value is EUR 3,200,000.01
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-001 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: nobody knows whether it is sold on the market
    Given its commercial is empty
    And its estimated_value is EUR 3,200,000.00
    When rule PRC-001 runs
    Then it is undetermined for P-1

  Scenario: nobody knows the estimate
    Given its estimated_value is empty
    When rule PRC-001 runs
    Then it is undetermined for P-1

  Scenario: money of another source has rules of its own
    Given its funding_line.source is "multinational_mou"
    And its estimated_value is EUR 3,200,000.01
    When rule PRC-001 runs
    Then it is not applicable to P-1
