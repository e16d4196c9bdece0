Feature: PRO-028 Only reasons to look, or limits that nobody confirmed
  Scenario: an indicator only
    Given a procurement case with these findings
      | severity | kind      |
      | critical | indicator |
    When rule PRO-028 is asked
    Then it holds
    And the proposal is no exception with remarks
  Scenario: a limit that nobody confirmed
    Given a contract case with these findings
      | severity | standing     |
      | critical | illustrative |
    When rule PRO-028 is asked
    Then it holds
    And the proposal is no exception with remarks
  Scenario: a breach beside it
    Given a procurement case with these findings
      | kind      | severity |
      | indicator |          |
      |           | major    |
    When rule PRO-028 is asked
    Then it does not hold
    And the proposal is return to staff
