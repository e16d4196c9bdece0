Feature: FND-003 Service period outside the budget year charged
  Each budget year bears the services of its own calendar year.

  Background:
    Given a clean invoice S-1
    And its budget_year is 2026

  Scenario: the service ends on the last day of the year
    Given its service_to is 2026-12-31
    When rule FND-003 runs
    Then it passes for S-1

  Scenario: the service ends one day after the year
    Given its service_to is one day after 2026-12-31
    When rule FND-003 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: the service begins on the first day of the year
    Given its service_from is 2026-01-01
    When rule FND-003 runs
    Then it passes for S-1

  Scenario: the service begins one day before the year
    Given its service_from is one day before 2026-01-01
    When rule FND-003 runs
    Then it fails for S-1
    And the message for S-1 contains "2025-12-31"

  Scenario: a payment and an accrual are held to the same year
    Given these invoices
      | spending_id | kind     | service_from |
      | S-2         | payment  | 2025-12-31   |
      | S-3         | accrual  | 2025-12-31   |
      | S-4         | refund   | 2025-12-31   |
    When rule FND-003 runs
    Then exactly these fail: S-2, S-3
    And it is not applicable to S-4

  Scenario: a commitment binds for the years to come
    Given its kind is "commitment"
    And its service_to is 2027-06-30
    When rule FND-003 runs
    Then it is not applicable to S-1

  Scenario: goods have no service period
    Given its service_from is empty
    And its service_to is empty
    When rule FND-003 runs
    Then it is undetermined for S-1

  Scenario: one end is unknown, the other lies outside
    Given its service_from is empty
    And its service_to is 2027-01-01
    When rule FND-003 runs
    Then it fails for S-1

  Scenario: a line that is open for two years bears the services of both
    Given its funding_line.commit_until is 2027-12-31
    And its service_to is the last day of funding_line.commit_until
    When rule FND-003 runs
    Then it passes for S-1 by exception line of several years

  Scenario: the service ends one day after the line of two years
    Given its funding_line.commit_until is 2027-12-31
    And its service_to is one day after funding_line.commit_until
    When rule FND-003 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: the service begins one day before the line of two years
    Given its funding_line.commit_until is 2027-12-31
    And its service_from is one day before funding_line.open_from
    When rule FND-003 runs
    Then it fails for S-1
