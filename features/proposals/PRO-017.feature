Feature: PRO-017 Breaches by one vendor stand on several lines
  Scenario: one vendor, two lines
    Given a pilot case with these findings
      | vendor | funding_line |
      | V-1    | FL-1         |
      | V-1    | FL-2         |
      | V-2    | FL-3         |
    And parameter proposal.vendor_lines is 2
    When rule PRO-017 is asked
    Then it holds
    And the proposal is refer
    And it is referred to financial controller
  Scenario: one line fewer than the limit
    Given a pilot case with these findings
      | vendor | funding_line |
      | V-1    | FL-1         |
      | V-1    | FL-2         |
      | V-2    | FL-3         |
    And parameter proposal.vendor_lines is 3
    When rule PRO-017 is asked
    Then it does not hold
  Scenario: two vendors, a line each
    Given a pilot case with these findings
      | vendor | funding_line |
      | V-1    | FL-1         |
      | V-2    | FL-2         |
    When rule PRO-017 is asked
    Then it does not hold
