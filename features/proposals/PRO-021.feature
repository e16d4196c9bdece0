Feature: PRO-021 A grave finding touches a line of a memorandum
  Scenario: a major finding
    Given a funding line case with these findings
      | severity |
      | major    |
    And the case has source "multinational_mou"
    When rule PRO-021 is asked
    Then it holds
    And it is referred to programme board
  Scenario: a minor finding
    Given a funding line case with these findings
      | severity |
      | minor    |
    And the case has source "multinational_mou"
    When rule PRO-021 is asked
    Then it does not hold
    And the proposal is no exception with remarks
