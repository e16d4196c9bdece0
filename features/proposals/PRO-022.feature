Feature: PRO-022 A finding is for a restricted circle
  Scenario: a restricted finding
    Given a procurement case with these findings
      | audience   |
      | restricted |
    When rule PRO-022 is asked
    Then it holds
    And it is referred to restricted channel
  Scenario: a finding for all
    Given a procurement case with these findings
      | severity |
      | major    |
    When rule PRO-022 is asked
    Then it does not hold
  Scenario: a restricted indicator alone
    Given a procurement case with these findings
      | audience   | kind      |
      | restricted | indicator |
    When rule PRO-022 is asked
    Then it does not hold
