Feature: STA-004 Payment far from the middle of its category
  An amount many times the usual distance from the middle of its category is a reason to read its bill; the middle and the distance are medians, which single amounts do not move.


  Background:
    Given these payments
      | spending_id | procurement.category | vendor | amount |
      | S-1 | launch | V-9 | EUR 90.00 |
      | S-2 | launch | V-9 | EUR 100.00 |
      | S-3 | launch | V-9 | EUR 110.00 |
      | S-4 | launch | V-9 | EUR 120.00 |
      | S-5 | launch | V-9 | EUR 150.00 |
    And parameter statistics.few is 5
    And parameter statistics.robust is 4

  Scenario: four times the middle distance of EUR 10.00
    When rule STA-004 runs
    Then it passes for S-5

  Scenario: one cent above
    Given its amount is one cent above EUR 150.00
    When rule STA-004 runs
    Then exactly these fail: S-5

  Scenario: as far below
    Given the amount of S-1 is EUR 69.99
    When rule STA-004 runs
    Then it fails for S-1

  Scenario: one fewer than the payments that are needed
    Given parameter statistics.few is 6
    And its amount is EUR 90,000.00
    When rule STA-004 runs
    Then it is not applicable to S-5

  Scenario: the category is unknown
    Given its procurement.category is empty
    When rule STA-004 runs
    Then it is undetermined for S-5
