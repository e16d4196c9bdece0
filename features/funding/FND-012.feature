Feature: FND-012 Contract authority left standing after its year
  Power to bind later years that was not used is cancelled by the last day of its year.

  Background:
    Given a clean funding line FL-1
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "contract_authority"
    And its amount is EUR 200,000.00
    And its effective_on is 2026-03-02
    And a clean budget movement M-3
    And its funding_line is "FL-1"
    And its kind is "contract_authority_cancelled"
    And its amount is EUR 200,000.00
    And its effective_on is the last day of commit_until of FL-1

  Scenario: all cancelled on the last day
    When rule FND-012 runs as of 2027-01-15
    Then it passes for FL-1/2026

  Scenario: one cent is left standing
    Given its amount is one cent below EUR 200,000.00
    When rule FND-012 runs as of 2027-01-15
    Then it fails for FL-1/2026
    And the amount at issue is EUR 0.01

  Scenario: cancelled the day after
    Given its effective_on is one day after commit_until of FL-1
    When rule FND-012 runs as of 2027-01-15
    Then it fails for FL-1/2026
    And the amount at issue is EUR 200,000.00

  Scenario: used by a commitment of the next year
    Given its amount is EUR 101,234.57
    And a clean commitment S-1
    And its budget_year is 2027
    When rule FND-012 runs as of 2027-01-15
    Then it passes for FL-1/2026

  Scenario: the year has not ended
    Given its effective_on is one day after commit_until of FL-1
    When rule FND-012 runs as of 2026-12-31
    Then it is not applicable to FL-1/2026

  Scenario: no authority was given
    Given the kind of M-2 is "supplementary"
    When rule FND-012 runs as of 2027-01-15
    Then it is not applicable to FL-1/2026

  Scenario: nobody knows when the authority was cancelled
    Given its effective_on is empty
    And a clean budget movement M-4
    And its funding_line is "FL-1"
    And its kind is "contract_authority_cancelled"
    And its amount is EUR 200,000.00
    And its effective_on is the last day of commit_until of FL-1
    When rule FND-012 runs as of 2027-01-15
    Then it is undetermined for FL-1/2026

  Scenario: the line does not say when its year ends
    Given the commit_until of FL-1 is empty
    When rule FND-012 runs as of 2027-01-15
    Then it is undetermined for FL-1/2026
