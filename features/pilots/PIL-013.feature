Feature: PIL-013 Delivery under neither a contract nor an agreement
  What is accepted was delivered under a contract, or within the days of an agreement without a price.

  Background:
    Given a clean agreement A-1
    And a clean receipt R-1
    And its contract is empty
    And its agreement is "A-1"
    And its delivered_on is 2026-03-16

  Scenario: within the agreement
    When rule PIL-013 runs
    Then it passes for R-1

  Scenario: on the last day of the agreement
    Given its delivered_on is exactly agreement.ends_on
    When rule PIL-013 runs
    Then it passes for R-1

  Scenario: one day after its last day
    Given its delivered_on is one day after agreement.ends_on
    When rule PIL-013 runs
    Then it fails for R-1
    And the amount at issue is its amount

  Scenario: on its first day
    Given its delivered_on is exactly agreement.starts_on
    When rule PIL-013 runs
    Then it passes for R-1

  Scenario: one day before its first day
    Given its delivered_on is one day before agreement.starts_on
    When rule PIL-013 runs
    Then it fails for R-1

  Scenario: the agreement has no end
    Given the ends_on of A-1 is empty
    And its delivered_on is 2026-06-01
    When rule PIL-013 runs
    Then it passes for R-1

  Scenario: neither a contract nor an agreement
    Given its agreement is empty
    When rule PIL-013 runs
    Then it fails for R-1
    And the message for R-1 contains "agreement —"

  Scenario: under a contract
    Given its contract is "R-1-C"
    And its agreement is empty
    When rule PIL-013 runs
    Then it is not applicable to R-1

  Scenario: refused
    Given its outcome is "rejected"
    And its agreement is empty
    When rule PIL-013 runs
    Then it is not applicable to R-1

  Scenario: a nation's contribution in kind
    Given its kind is "in_kind"
    And its agreement is empty
    When rule PIL-013 runs
    Then it is not applicable to R-1

  Scenario: nobody knows when it was delivered
    Given its delivered_on is empty
    When rule PIL-013 runs
    Then it is undetermined for R-1
