Feature: PRO-020 A critical finding touches common funding
  Scenario: the military budget pays
    Given a funding line case with these findings
      | severity |
      | critical |
    And the case has source "military_budget"
    When rule PRO-020 is asked
    Then it holds
    And the proposal is refer
    And it is referred to nor
  Scenario: a nation pays
    Given a funding line case with these findings
      | severity |
      | critical |
    And the case has source "national_cash"
    When rule PRO-020 is asked
    Then it does not hold
    And the proposal is hold
  Scenario: the source is unknown
    Given a funding line case with these findings
      | severity |
      | critical |
    When rule PRO-020 is asked
    Then it does not hold
