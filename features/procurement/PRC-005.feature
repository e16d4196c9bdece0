Feature: PRC-005 Award above the publicity limit without a public notice
  Above a value the market is told in public, unless all firms that can deliver were known beforehand.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1
    And its estimated_value is one cent above limit.publicity
    And its published_on is empty

  Scenario: a cent above the limit and never published
    When rule PRC-005 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: at the limit itself
    Given its estimated_value is exactly limit.publicity
    When rule PRC-005 runs
    Then it is not applicable to P-1

  Scenario: published
    Given its published_on is exactly awarded_on
    When rule PRC-005 runs
    Then it passes for P-1

  Scenario: published one day after the award
    Given its published_on is one day after awarded_on
    When rule PRC-005 runs
    Then it fails for P-1

  Scenario: a letter to a few chosen firms is no public notice
    Given its method is "limited"
    And its published_on is 2026-01-15
    When rule PRC-005 runs
    Then it fails for P-1

  Scenario: the pool was known when the firms were invited
    Given its method is "limited"
    And its published_on is 2026-01-15
    And its pool_ref is "DOC-D"
    And the dated_on of DOC-D is exactly published_on of P-1
    When rule PRC-005 runs
    Then it passes for P-1 by exception known vendor pool

  Scenario: the pool was put on paper one day after the invitation
    Given its method is "limited"
    And its published_on is 2026-01-15
    And its pool_ref is "DOC-D"
    And the dated_on of DOC-D is one day after published_on of P-1
    When rule PRC-005 runs
    Then it fails for P-1

  Scenario: a deviation was approved before the award
    Given its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-005 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: one firm was asked
    Given its method is "single_source"
    When rule PRC-005 runs
    Then it is not applicable to P-1

  Scenario: nothing is awarded yet
    Given its awarded_on is empty
    When rule PRC-005 runs
    Then it is not applicable to P-1

  Scenario: nobody knows the estimate
    Given its estimated_value is empty
    When rule PRC-005 runs
    Then it is undetermined for P-1
