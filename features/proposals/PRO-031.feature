Feature: PRO-031 Nothing was found, and a critical rule was not run
  Scenario: a critical rule was not run
    Given a contract case without findings
    And the case has not_run_critical 1
    When rule PRO-031 is asked
    Then it holds
    And the proposal is no exception with remarks
  Scenario: all critical rules ran
    Given a contract case without findings
    When rule PRO-031 is asked
    Then it does not hold
