Feature: AUT-002 Approval above the approver's delegation or outside its dates
  Whoever approves holds a delegation for the act on the day, with a limit that covers the amount.

  Background:
    Given a clean person U-NEW
    And a clean delegation D-1
    And its person is "U-NEW"
    And its act is "approve_award"
    And its limit is EUR 50,000.00
    And a clean approval A-1
    And its person is "U-NEW"
    And its act is "approve_award"
    And its amount is EUR 50,000.00

  Scenario: at the limit of the delegation
    Given its amount is exactly limit of D-1
    When rule AUT-002 runs
    Then it passes for A-1

  Scenario: one cent above the limit
    Given its amount is one cent above limit of D-1
    When rule AUT-002 runs
    Then it fails for A-1
    And the amount at issue is its amount

  Scenario: on the last day of the delegation
    Given its decided_on is the last day of valid_until of D-1
    When rule AUT-002 runs
    Then it passes for A-1

  Scenario: one day after the delegation ended
    Given its decided_on is one day after valid_until of D-1
    When rule AUT-002 runs
    Then it fails for A-1
    And the message for A-1 contains "held by U-NEW on that day: 0"

  Scenario: on the first day of the delegation
    Given its decided_on is the first day of valid_from of D-1
    When rule AUT-002 runs
    Then it passes for A-1

  Scenario: one day before the delegation began
    Given its decided_on is one day before valid_from of D-1
    When rule AUT-002 runs
    Then it fails for A-1

  Scenario: a delegation without end
    Given the valid_until of D-1 is empty
    When rule AUT-002 runs
    Then it passes for A-1

  Scenario: a delegation for another act
    Given the act of D-1 is "sign"
    When rule AUT-002 runs
    Then it fails for A-1

  Scenario: the higher of two delegations counts
    Given a clean delegation D-2
    And its person is "U-NEW"
    And its act is "approve_award"
    And its limit is EUR 60,000.00
    And the amount of A-1 is exactly limit of D-2
    When rule AUT-002 runs
    Then it passes for A-1

  Scenario: a delegation for one line only leaves the question open
    Given the funding_line of D-1 is "FL-1"
    When rule AUT-002 runs
    Then it is undetermined for A-1

  Scenario: above even the delegation for one line
    Given the funding_line of D-1 is "FL-1"
    And the amount of A-1 is one cent above limit of D-1
    When rule AUT-002 runs
    Then it fails for A-1

  Scenario: nothing was approved
    Given its decision is "rejected"
    And its amount is one cent above limit of D-1
    When rule AUT-002 runs
    Then it is not applicable to A-1

  Scenario: the amount that was approved is unknown
    Given its amount is empty
    When rule AUT-002 runs
    Then it is undetermined for A-1

  Scenario: the day of the approval is unknown
    Given its decided_on is empty
    When rule AUT-002 runs
    Then it is undetermined for A-1
