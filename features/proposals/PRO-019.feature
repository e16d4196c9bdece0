Feature: PRO-019 Small amounts add up to a material sum
  Scenario: small amounts add up
    Given a pilot case with these findings
      | severity | amount     | times |
      | minor    | EUR 400.00 | 30    |
    When rule PRO-019 is asked
    Then it holds
    And PRO-002 holds before it
    And it is referred to financial controller
  Scenario: small amounts stay small
    Given a pilot case with these findings
      | severity | amount     | times |
      | minor    | EUR 400.00 | 20    |
    When rule PRO-019 is asked
    Then it does not hold
