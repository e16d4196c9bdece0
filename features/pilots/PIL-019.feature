# No number is compared: a right is stated or not.
@no-boundary
Feature: PIL-019 Data bought without a right to use them
  Where data are bought or delivered, the contract says what may be done with them.

  Background:
    Given a clean contract C-1

  Scenario: for all participating nations
    When rule PIL-019 runs
    Then it passes for C-1

  Scenario: a licence is a right
    Given its data_rights is "licence"
    When rule PIL-019 runs
    Then it passes for C-1

  Scenario: nothing is stated
    Given its data_rights is empty
    When rule PIL-019 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: the contract says that no data are delivered
    Given its data_rights is "none"
    When rule PIL-019 runs
    Then it fails for C-1
    And the message for C-1 contains "rights in the data none"

  Scenario: other services that delivered no data
    Given its procurement.category is "satcom"
    And its data_rights is "none"
    When rule PIL-019 runs
    Then it is not applicable to C-1

  Scenario: other services that delivered data
    Given its procurement.category is "satcom"
    And its data_rights is "none"
    And a clean receipt R-1
    And its contract is "C-1"
    And its kind is "data"
    When rule PIL-019 runs
    Then it fails for C-1

  Scenario: an order takes the rights of its framework
    Given its data_rights is empty
    And its kind is "call_off"
    And a clean contract C-F
    And the parent of C-1 is "C-F"
    When rule PIL-019 runs
    Then it passes for C-1

  Scenario: nobody knows what was bought
    Given its procurement.category is empty
    When rule PIL-019 runs
    Then it is undetermined for C-1
