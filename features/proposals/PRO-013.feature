Feature: PRO-013 Money paid may be asked back
  Scenario: one cent above the floor
    Given a contract case with these findings
      | severity | amount     | basis       |
      | critical | EUR 100.01 | recoverable |
    And parameter proposal.recovery_floor is EUR 100
    When rule PRO-013 is asked
    Then it holds
    And the proposal is recover
  Scenario: at the floor itself
    Given a contract case with these findings
      | severity | amount     | basis       |
      | critical | EUR 100.00 | recoverable |
    And parameter proposal.recovery_floor is EUR 100
    When rule PRO-013 is asked
    Then it does not hold
    And the proposal is hold
  Scenario: a limit that nobody confirmed
    Given a contract case with these findings
      | severity | amount     | basis       | standing     |
      | critical | EUR 900.00 | recoverable | illustrative |
    When rule PRO-013 is asked
    Then it does not hold
    And the proposal is no exception with remarks
