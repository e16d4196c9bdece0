Feature: PRO-025 Declared totals do not tie
  Scenario: a total differs
    Given a batch case without findings
    And the case has totals_that_differ 1
    When rule PRO-025 is asked
    Then it holds
    And the proposal is return to staff
  Scenario: all totals tie
    Given a batch case without findings
    And the case has totals_that_differ 0
    When rule PRO-025 is asked
    Then it does not hold
    And the proposal is no exception
