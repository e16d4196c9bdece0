Feature: AUT-010 Delegation passed on beyond what its giver held
  A delegation may be passed on only where it says so, up to its limit, for its lines, and while it is in force.

  Background:
    Given a clean delegation D-1
    And its person is "U-TOP"
    And its act is "sign"
    And its may_subdelegate is yes
    And its limit is EUR 50,000.00
    And its valid_from is 2026-01-01
    And its valid_until is 2026-09-30
    And a clean delegation D-2
    And its person is "U-SUB"
    And its granted_by is "U-TOP"
    And its act is "sign"
    And its limit is EUR 50,000.00
    And its valid_from is 2026-02-01

  Scenario: up to the limit of the giver
    Given the limit of D-2 is exactly limit of D-1
    When rule AUT-010 runs
    Then it passes for D-2

  Scenario: one cent above the limit of the giver
    Given the limit of D-2 is one cent above limit of D-1
    When rule AUT-010 runs
    Then it fails for D-2

  Scenario: the giver may not pass it on
    Given the may_subdelegate of D-1 is no
    When rule AUT-010 runs
    Then it fails for D-2

  Scenario: on the last day of the giver
    Given the valid_from of D-2 is the last day of valid_until of D-1
    When rule AUT-010 runs
    Then it passes for D-2

  Scenario: one day after the giver held it
    Given the valid_from of D-2 is one day after valid_until of D-1
    When rule AUT-010 runs
    Then it fails for D-2

  Scenario: given for another line
    Given the funding_line of D-1 is "FL-9"
    When rule AUT-010 runs
    Then it fails for D-2

  Scenario: the giver holds authority of their own
    Given the granted_by of D-2 is "U-DIR"
    When rule AUT-010 runs
    Then it is not applicable to D-2

  Scenario: nobody knows who gave it
    Given the granted_by of D-2 is empty
    When rule AUT-010 runs
    Then it is undetermined for D-2
