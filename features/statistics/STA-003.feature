Feature: STA-003 Payment many times the next largest to the vendor
  A payment many times the next largest to the same firm may have a slip in its point.


  Background:
    Given these payments
      | spending_id | vendor | amount |
      | S-1 | V-9 | EUR 100.00 |
      | S-2 | V-9 | EUR 90.00 |
      | S-3 | V-9 | EUR 80.00 |
      | S-4 | V-9 | EUR 1,000.00 |
    And parameter statistics.few is 4
    And parameter statistics.relative is 10

  Scenario: ten times the next
    When rule STA-003 runs
    Then it passes for S-4

  Scenario: one cent above
    Given its amount is one cent above EUR 1,000.00
    When rule STA-003 runs
    Then exactly these fail: S-4

  Scenario: one fewer than the payments that are needed
    Given parameter statistics.few is 5
    And its amount is EUR 90,000.00
    When rule STA-003 runs
    Then it is not applicable to S-4

  Scenario: not the largest
    When rule STA-003 runs
    Then it is not applicable to S-1

  Scenario: the vendor is unknown
    Given its vendor is empty
    When rule STA-003 runs
    Then it is undetermined for S-4
