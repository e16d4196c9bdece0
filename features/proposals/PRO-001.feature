Feature: PRO-001 A critical finding of confirmed standing is open
  Scenario: one critical breach is open
    Given a contract case with these findings
      | severity |
      | critical |
    When rule PRO-001 is asked
    Then it holds
    And its reason contains "open: 1"
  Scenario: an indicator is never confirmed
    Given a contract case with these findings
      | severity | kind      |
      | critical | indicator |
    When rule PRO-001 is asked
    Then it does not hold
    And the proposal is no exception with remarks
  Scenario: a limit that nobody confirmed
    Given a contract case with these findings
      | severity | standing |
      | critical | analogue |
    When rule PRO-001 is asked
    Then it does not hold
  Scenario: a waived finding is not open
    Given a contract case with these findings
      | severity | waived |
      | critical | yes    |
    When rule PRO-001 is asked
    Then it does not hold
