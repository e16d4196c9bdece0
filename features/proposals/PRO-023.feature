Feature: PRO-023 A finding stands on several days
  Scenario: it stood twice before
    Given a contract case with these findings
      | earlier_runs |
      | 2            |
    And parameter proposal.persistence is 2
    When rule PRO-023 is asked
    Then it holds
    And it is referred to contracting authority
  Scenario: it stood once less
    Given a contract case with these findings
      | earlier_runs |
      | 2            |
    And parameter proposal.persistence is 3
    When rule PRO-023 is asked
    Then it does not hold
  Scenario: without a register nothing stood before
    Given a contract case with these findings
      | severity |
      | major    |
    When rule PRO-023 is asked
    Then it does not hold
