Feature: PRO-032 Nothing was found in what was checked
  Scenario: nothing was found
    Given a contract case without findings
    And the case has records 7
    When rule PRO-032 is asked
    Then it holds
    And the proposal is no exception
    And its reason contains "were checked: 7"
  Scenario: a critical rule was not run
    Given a contract case without findings
    And the case has not_run_critical 1
    When rule PRO-032 is asked
    Then it does not hold
  Scenario: a critical finding could not be decided
    Given a contract case with these findings
      | severity | outcome      |
      | critical | undetermined |
    When rule PRO-032 is asked
    Then it does not hold
    And the proposal is return to staff
  Scenario: a waived finding
    Given a contract case with these findings
      | severity | waived |
      | minor    | yes    |
    When rule PRO-032 is asked
    Then it does not hold
