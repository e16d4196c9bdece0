Feature: PRO-002 Small amounts add up to what is material
  Scenario: one cent above the limit
    Given a contract case with these findings
      | severity | amount       | basis  |
      | minor    | EUR 6,000.00 | excess |
      | minor    | EUR 4,000.01 | excess |
    And parameter proposal.materiality is EUR 10,000
    When rule PRO-002 is asked
    Then it holds
    And its reason contains "EUR 10,000.01"
  Scenario: at the limit itself
    Given a contract case with these findings
      | severity | amount       |
      | minor    | EUR 6,000.00 |
      | minor    | EUR 4,000.00 |
    And parameter proposal.materiality is EUR 10,000
    When rule PRO-002 is asked
    Then it does not hold
  Scenario: what is invoiced is no payment
    Given a contract case with these findings
      | severity | amount        | stage   |
      | minor    | EUR 60,000.00 | invoice |
    When rule PRO-002 is asked
    Then it does not hold
