Feature: FND-030 One bill charged in full to two lines
  A bill is borne once: by one line, or in parts by several.

  Background:
    Given a clean invoice S-1
    And its document_number is "INV 2026/7"
    And a clean invoice S-2
    And its document_number is "inv-2026-7"
    And its contract is "S-1-C"
    And its funding_line is "FL-W"
    And its booked_on is one day after booked_on of S-1

  Scenario: the same amount on two lines
    When rule FND-030 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And it fails for S-2
    And the amount at issue is its amount

  Scenario: one cent less is another part of the bill
    Given its amount is one cent below amount of S-1
    When rule FND-030 runs
    Then it passes for S-2

  Scenario: the same amount in two budget years of one line
    Given its funding_line is "FL-1"
    And its budget_year is 2027
    When rule FND-030 runs
    Then it fails for S-2

  Scenario: the same bill twice on one line is the question of another rule
    Given its funding_line is "FL-1"
    When rule FND-030 runs
    Then it passes for S-2

  Scenario: one of the charges was taken back
    Given a clean invoice S-3
    And its kind is "credit_note"
    And its document_number is "INV 2026/7"
    When rule FND-030 runs
    Then it passes for S-2 by exception taken back

  Scenario: the lines bear equal parts of the contract
    Given a clean allocation A-1
    And its contract is "S-1-C"
    And its share is 50%
    And a clean allocation A-2
    And its contract is "S-1-C"
    And its funding_line is "FL-W"
    And its share is 50%
    When rule FND-030 runs
    Then it passes for S-2 by exception divided in equal parts

  Scenario: the lines bear parts that are not equal
    Given a clean allocation A-1
    And its contract is "S-1-C"
    And its share is 60%
    And a clean allocation A-2
    And its contract is "S-1-C"
    And its funding_line is "FL-W"
    And its share is 40%
    When rule FND-030 runs
    Then it fails for S-2

  Scenario: a payment is judged with the payments
    Given its kind is "payment"
    When rule FND-030 runs
    Then it is not applicable to S-2

  Scenario: the bill bears no number
    Given its document_number is empty
    When rule FND-030 runs
    Then it is undetermined for S-2
