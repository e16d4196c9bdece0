Feature: STA-005 Many payments of one amount to one vendor
  The same amount paid again and again to one firm is a reason to read the bills.


  Background:
    Given these payments
      | spending_id | vendor | amount |
      | S-1 | V-9 | EUR 2,000.00 |
      | S-2 | V-9 | EUR 2,000.00 |
      | S-3 | V-9 | EUR 2,000.00 |
    And parameter statistics.cluster is 3
    And parameter statistics.floor is EUR 1,000.00

  Scenario: three of them
    When rule STA-005 runs
    Then exactly these fail: S-3

  Scenario: one cent above in the third
    Given its amount is one cent above EUR 2,000.00
    When rule STA-005 runs
    Then exactly these pass: S-1, S-2, S-3

  Scenario: one fewer than are looked for
    Given parameter statistics.cluster is 4
    When rule STA-005 runs
    Then it passes for S-1

  Scenario: one cent below the floor
    Given parameter statistics.floor is EUR 2,000.01
    When rule STA-005 runs
    Then it is not applicable to S-1

  Scenario: the vendor is unknown
    Given its vendor is empty
    When rule STA-005 runs
    Then it is undetermined for S-3
