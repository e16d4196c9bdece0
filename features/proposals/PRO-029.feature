Feature: PRO-029 Only minor findings below what is material
  Scenario: a minor finding
    Given a contract case with these findings
      | severity |
      | minor    |
    When rule PRO-029 is asked
    Then it holds
    And the proposal is no exception with remarks
  Scenario: a major finding
    Given a contract case with these findings
      | severity |
      | major    |
    When rule PRO-029 is asked
    Then it does not hold
  Scenario: minor ones that add up
    Given a contract case with these findings
      | severity | amount       | times |
      | minor    | EUR 9,000.00 | 2     |
    When rule PRO-029 is asked
    Then it does not hold
    And the proposal is refer
