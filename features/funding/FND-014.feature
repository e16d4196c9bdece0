Feature: FND-014 Transfer of credit without its equal on the other line
  What one line gives the other receives, in the same year, on the same day and in the same amount.

  Background:
    Given a clean budget movement M-1
    And its kind is "transfer_out"
    And its counter_line is "FL-W"
    And its amount is EUR 40,000.00
    And its effective_on is 2026-04-20
    And a clean budget movement M-2
    And its funding_line is "FL-W"
    And its kind is "transfer_in"
    And its counter_line is "FL-1"
    And its amount is EUR 40,000.00
    And its effective_on is 2026-04-20

  Scenario: both sides are equal
    When rule FND-014 runs
    Then exactly these pass: M-1, M-2

  Scenario: one side is one cent higher
    Given its amount is one cent above amount of M-1
    When rule FND-014 runs
    Then exactly these fail: M-1, M-2
    And it fails for M-2
    And the amount at issue is EUR 0.01

  Scenario: the other side takes effect one day after
    Given its effective_on is one day after effective_on of M-1
    When rule FND-014 runs
    Then exactly these fail: M-1, M-2
    And it fails for M-1
    And the amount at issue is its amount

  Scenario: the other side stands in another budget year
    Given its budget_year is 2027
    When rule FND-014 runs
    Then it fails for M-1

  Scenario: two transfers between two lines on one day are taken together
    Given its amount is EUR 65,000.00
    And a clean budget movement M-3
    And its kind is "transfer_out"
    And its counter_line is "FL-W"
    And its amount is EUR 25,000.00
    And its effective_on is 2026-04-20
    When rule FND-014 runs
    Then exactly these pass: M-1, M-2, M-3

  Scenario: no other line is named
    Given the counter_line of M-1 is empty
    When rule FND-014 runs
    Then it fails for M-1
    And the amount at issue is its amount

  Scenario: two currencies, apart by no more than their rates explain
    # 1 % of EUR 40,000.00 is EUR 400.00.
    Given parameter tolerance.transfer is 1% from 2026-01-01
    And the currency of FL-W is "USD"
    And the ceiling of FL-W is USD 1,000,000.00
    And the amount of M-2 is EUR 40,400.00
    When rule FND-014 runs
    Then it passes for M-1

  Scenario: two currencies, one cent further apart
    Given parameter tolerance.transfer is 1% from 2026-01-01
    And the currency of FL-W is "USD"
    And the ceiling of FL-W is USD 1,000,000.00
    And the amount of M-2 is one cent above EUR 40,400.00
    When rule FND-014 runs
    Then it fails for M-1

  Scenario: a withdrawn side does not count
    Given its status is "cancelled"
    When rule FND-014 runs
    Then it fails for M-1

  Scenario: credit that is opened has no other side
    Given the kind of M-1 is "supplementary"
    When rule FND-014 runs
    Then it is not applicable to M-1

  Scenario: nobody knows the currency of the other line
    Given the currency of FL-W is empty
    When rule FND-014 runs
    Then it is undetermined for M-1
