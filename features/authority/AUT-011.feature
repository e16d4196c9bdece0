Feature: AUT-011 Several approvals close below one limit of delegation
  Acts of one person close below the limit, within thirty days, are looked at together.

  Background:
    Given a clean delegation D-1
    And its person is "U-NEW"
    And its act is "sign"
    And its limit is EUR 50,000.00
    And parameter near.delegation_count is 3 from 2026-01-01
    And parameter near.delegation_share is 90% from 2026-01-01
    And a clean approval A-1
    And its person is "U-NEW"
    And its act is "sign"
    And its amount is EUR 49,000.00
    And its decided_on is 2026-03-10
    And a clean approval A-2
    And its person is "U-NEW"
    And its act is "sign"
    And its amount is EUR 49,000.00
    And its decided_on is 2026-03-11
    And a clean approval A-3
    And its person is "U-NEW"
    And its act is "sign"
    And its amount is EUR 49,000.00
    And its decided_on is 2026-03-12

  Scenario: the third act close below the limit
    Given the amount of A-3 is exactly limit of D-1
    When rule AUT-011 runs
    Then it fails for A-3
    And it passes for A-2

  Scenario: one act is a cent above the limit
    Given the amount of A-1 is one cent above limit of D-1
    When rule AUT-011 runs
    Then it passes for A-3
    And it is not applicable to A-1

  Scenario: the least amount that is close
    Given the amount of A-1 is EUR 45,000.00
    When rule AUT-011 runs
    Then it fails for A-3

  Scenario: one cent less is not close
    Given the amount of A-1 is EUR 44,999.99
    When rule AUT-011 runs
    Then it passes for A-3

  Scenario: as many as the number of acts that are looked at
    Given parameter near.delegation_count is 4 from 2026-01-01
    When rule AUT-011 runs
    Then it passes for A-3

  Scenario: thirty days after the first
    Given the decided_on of A-3 is P30D after decided_on of A-1
    When rule AUT-011 runs
    Then it fails for A-3

  Scenario: thirty-one days after the first
    Given the decided_on of A-3 is P31D after decided_on of A-1
    When rule AUT-011 runs
    Then it passes for A-3

  Scenario: the amount of the act is unknown
    Given the amount of A-3 is empty
    When rule AUT-011 runs
    Then it is undetermined for A-3
