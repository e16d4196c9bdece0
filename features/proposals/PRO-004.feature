Feature: PRO-004 Too much could not be decided
  Scenario: one critical finding could not be decided
    Given a pilot case with these findings
      | severity | outcome      | times |
      | critical | undetermined |       |
      | major    |              | 9     |
    When rule PRO-004 is asked
    Then it holds
    And its reason contains "among them 1"
  Scenario: more than a part
    Given a pilot case with these findings
      | outcome      | times |
      | undetermined | 3     |
      |              | 7     |
    And parameter proposal.undetermined_share is 29%
    When rule PRO-004 is asked
    Then it holds
  Scenario: exactly the part
    Given a pilot case with these findings
      | outcome      | times |
      | undetermined | 3     |
      |              | 7     |
    And parameter proposal.undetermined_share is 30%
    When rule PRO-004 is asked
    Then it does not hold
