Feature: FND-037 Refund or credit note booked on another line than the one charged
  Money that comes back goes to the line and year that were charged.

  Background:
    Given a clean payment S-1
    And a clean payment S-2
    And its kind is "refund"
    And its reverses is "S-1"
    And its settles is empty

  Scenario: back to the line and year that were charged
    When rule FND-037 runs
    Then it passes for S-2

  Scenario: back to another line
    Given its funding_line is "FL-W"
    When rule FND-037 runs
    Then it fails for S-2
    And the amount at issue is its amount
    And the message for S-2 contains "FL-1/2026"

  Scenario: back to another year while the year charged is open
    Given the budget_year of S-1 is 2025
    And a clean funding line FL-9
    And its budget_year is 2025
    And its pay_until is exactly booked_on of S-2
    And its line_id is "FL-1"
    When rule FND-037 runs
    Then it fails for S-2

  Scenario: back to the running year one day after the year charged was closed
    Given the budget_year of S-1 is 2025
    And a clean funding line FL-9
    And its budget_year is 2025
    And its pay_until is one day before booked_on of S-2
    And its line_id is "FL-1"
    When rule FND-037 runs
    Then it passes for S-2 by exception the year charged is closed

  Scenario: a credit note follows the bill that it lowers
    Given its kind is "credit_note"
    And its reverses is empty
    And its settles is "S-1-INV"
    And its funding_line is "FL-W"
    When rule FND-037 runs
    Then it fails for S-2

  Scenario: a payment goes out
    Given its kind is "payment"
    When rule FND-037 runs
    Then it is not applicable to S-2

  Scenario: nobody says what comes back
    Given its reverses is empty
    When rule FND-037 runs
    Then it is undetermined for S-2
