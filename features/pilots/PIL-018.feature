Feature: PIL-018 Exchange of threat information without an agreement with the firm
  A firm that works in a pilot on the exchange of threat information has signed an agreement on it, or
  on confidence, that covers its contract.

  Background:
    Given a clean agreement A-1
    And its kind is "threat_sharing"
    And its ends_on is 2027-12-31
    And a clean contract C-1
    And its procurement.pilot.objective is "information_sharing"

  Scenario: signed before the contract began
    When rule PIL-018 runs
    Then it passes for C-1

  Scenario: signed on the first day of the contract
    Given the signed_on of A-1 is exactly starts_on of C-1
    When rule PIL-018 runs
    Then it passes for C-1

  Scenario: signed one day later
    Given the signed_on of A-1 is one day after starts_on of C-1
    When rule PIL-018 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: it ends with the contract
    Given the ends_on of A-1 is exactly ends_on of C-1
    When rule PIL-018 runs
    Then it passes for C-1

  Scenario: it ends one day before the contract
    Given the ends_on of A-1 is one day before ends_on of C-1
    When rule PIL-018 runs
    Then it fails for C-1

  Scenario: an agreement to keep a confidence, without an end
    Given the kind of A-1 is "nda"
    And the ends_on of A-1 is empty
    When rule PIL-018 runs
    Then it passes for C-1

  Scenario: with another firm
    Given a clean vendor V-X
    And the vendor of A-1 is "V-X"
    When rule PIL-018 runs
    Then it fails for C-1

  Scenario: for another pilot
    Given a clean pilot PI-2
    And the pilot of A-1 is "PI-2"
    When rule PIL-018 runs
    Then it fails for C-1

  Scenario: a free trial is not enough
    Given the kind of A-1 is "free_trial"
    When rule PIL-018 runs
    Then it fails for C-1

  Scenario: another objective
    Given its procurement.pilot.objective is "resilience"
    And the kind of A-1 is "free_trial"
    When rule PIL-018 runs
    Then it is not applicable to C-1

  Scenario: nobody knows the objective
    Given its procurement.pilot.objective is empty
    When rule PIL-018 runs
    Then it is undetermined for C-1

  Scenario: an agreement that is made for every pilot
    Given the pilot of A-1 is empty
    When rule PIL-018 runs
    Then it passes for C-1
