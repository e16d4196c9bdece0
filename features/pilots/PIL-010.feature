# No number is compared: the clauses are there or not.
@no-boundary
Feature: PIL-010 Exercise or free trial without waiver of claims or no-commitment clause
  A free part in an exercise, or a free trial, says that no payment is owed, that nothing has to be
  bought later, and what may be done with data.

  Background:
    Given a clean agreement A-1

  Scenario: all clauses are there
    When rule PIL-010 runs
    Then it passes for A-1

  Scenario: claims are not waived
    Given its claims_waived is "no"
    When rule PIL-010 runs
    Then it fails for A-1
    And the amount at issue is its value

  Scenario: a later purchase is not ruled out
    Given its kind is "free_trial"
    And its no_commitment is "no"
    When rule PIL-010 runs
    Then it fails for A-1
    And the message for A-1 contains "no commitment to buy false"

  Scenario: nothing is said on data
    Given its data_rights is empty
    When rule PIL-010 runs
    Then it fails for A-1

  Scenario: no data are delivered, and the paper says so
    Given its data_rights is "none"
    When rule PIL-010 runs
    Then it passes for A-1

  Scenario: a loan has other terms
    Given its kind is "loan"
    And its claims_waived is "no"
    When rule PIL-010 runs
    Then it is not applicable to A-1

  Scenario: nobody knows whether claims are waived
    Given its claims_waived is empty
    When rule PIL-010 runs
    Then it is undetermined for A-1
