Feature: PAY-043 Equal payments to vendors with names that are alike
  The same amount to two vendor numbers that may be one firm is a reason to lay the bills side by side.

  Background:
    Given a clean vendor V-1
    And its name is "Kelvara Imaging GmbH"
    And its lei is empty
    And a clean vendor V-2
    And its name is "KELVARA IMAGING"
    And a clean vendor V-3
    And its name is "Tolmund Freight"
    And these payments
      | spending_id | vendor | amount        | booked_on  |
      | S-1         | V-1    | EUR 8,120.50  | 2026-05-04 |
      | S-2         | V-2    | EUR 8,120.50  | 2026-05-18 |
    And parameter floor.same_day is EUR 1,000.00

  Scenario: paid again under the other number
    When rule PAY-043 runs
    Then exactly these fail: S-2
    And the message for S-2 contains "1 payments of the same to vendors with names like it"

  Scenario: one cent less
    Given the amount of S-2 is one cent below amount of S-1
    When rule PAY-043 runs
    Then it passes for S-2

  Scenario: the last day of the window
    Given the booked_on of S-2 is window.like_names after booked_on of S-1
    When rule PAY-043 runs
    Then it fails for S-2

  Scenario: one day after the window
    Given parameter window.like_names is 13 days
    When rule PAY-043 runs
    Then it passes for S-2

  Scenario: one cent below the sums that are looked at
    Given parameter floor.same_day is EUR 8,120.51
    When rule PAY-043 runs
    Then it is not applicable to S-2

  Scenario: a firm with a name of its own
    Given the vendor of S-2 is "V-3"
    When rule PAY-043 runs
    Then it is not applicable to S-2

  Scenario: each with its own legal entity identifier
    Given the lei of V-1 is "ONE"
    And the lei of V-2 is "ANOTHER"
    When rule PAY-043 runs
    Then it is not applicable to S-2

  Scenario: nobody knows when it was paid
    Given the booked_on of S-2 is empty
    When rule PAY-043 runs
    Then it is undetermined for S-2
