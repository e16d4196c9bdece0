Feature: PRO-024 Too much of the case could not be decided
  Scenario: evidence is missing
    Given a contract case with these findings
      | outcome      |
      | undetermined |
    When rule PRO-024 is asked
    Then it holds
    And PRO-004 holds before it
    And the proposal is return to staff
  Scenario: all was decided
    Given a contract case with these findings
      | severity |
      | minor    |
    When rule PRO-024 is asked
    Then it does not hold
