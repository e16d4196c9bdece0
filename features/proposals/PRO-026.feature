Feature: PRO-026 A major finding is open
  Scenario: a major breach
    Given a procurement case with these findings
      | severity |
      | major    |
    When rule PRO-026 is asked
    Then it holds
    And the proposal is return to staff
  Scenario: a major indicator
    Given a procurement case with these findings
      | kind      |
      | indicator |
    When rule PRO-026 is asked
    Then it does not hold
    And the proposal is no exception with remarks
