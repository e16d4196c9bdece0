Feature: AUT-012 Acts of one year together above the holder's yearly limit
  A delegation that is cumulative by year limits all acts of one calendar year together.

  Background:
    Given a clean delegation D-1
    And its person is "U-NEW"
    And its act is "sign"
    And its basis is "cumulative_year"
    And its limit is EUR 50,000.00
    And a clean approval A-1
    And its person is "U-NEW"
    And its act is "sign"
    And its amount is EUR 30,000.00
    And its decided_on is 2026-03-10
    And a clean approval A-2
    And its person is "U-NEW"
    And its act is "sign"
    And its amount is EUR 20,000.00
    And its decided_on is 2026-04-10

  Scenario: together exactly the yearly limit
    Given the amount of A-2 is EUR 20,000.00
    When rule AUT-012 runs
    Then it passes for A-2

  Scenario: one cent above it
    Given the amount of A-2 is EUR 20,000.01
    When rule AUT-012 runs
    Then it fails for A-2
    And the amount at issue is EUR 0.01
    And it passes for A-1

  Scenario: each act is measured by itself
    Given the basis of D-1 is "per_action"
    And the amount of A-2 is EUR 20,000.01
    When rule AUT-012 runs
    Then it is not applicable to A-2

  Scenario: the earlier act was not approved
    Given the decision of A-1 is "rejected"
    And the amount of A-2 is EUR 50,000.00
    When rule AUT-012 runs
    Then it passes for A-2

  Scenario: the amount of the earlier act is unknown
    Given the amount of A-1 is empty
    When rule AUT-012 runs
    Then it is undetermined for A-2
