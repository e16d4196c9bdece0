Feature: PIL-020 Contract classified above its procedure, or below its agreements
  A contract is not classified above the procedure in which its firm was chosen, and nothing under it
  is classified above the contract.

  Background:
    Given a clean contract C-1

  Scenario: both unclassified
    When rule PIL-020 runs
    Then it passes for C-1

  Scenario: exactly one level, in both
    Given its classification is "restricted"
    And its procurement.classification is "restricted"
    When rule PIL-020 runs
    Then it passes for C-1

  Scenario: the contract stands exactly one level above
    Given its classification is "confidential"
    And its procurement.classification is "restricted"
    When rule PIL-020 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: the contract stands below
    Given its procurement.classification is "secret"
    When rule PIL-020 runs
    Then it passes for C-1

  Scenario: secret work for a firm chosen for confidential work
    Given its classification is "secret"
    And its procurement.classification is "confidential"
    When rule PIL-020 runs
    Then it fails for C-1

  Scenario: an agreement under it stands above the contract
    Given a clean agreement A-1
    And its contract is "C-1"
    And its classification is "restricted"
    When rule PIL-020 runs
    Then it fails for C-1
    And the message for C-1 contains "classified higher: 1"

  Scenario: an agreement under it at the level of the contract
    Given a clean agreement A-1
    And its contract is "C-1"
    And its classification is "unclassified"
    When rule PIL-020 runs
    Then it passes for C-1

  Scenario: a secret agreement under a confidential contract
    Given its classification is "confidential"
    And its procurement.classification is "confidential"
    And a clean agreement A-1
    And its contract is "C-1"
    And its classification is "secret"
    When rule PIL-020 runs
    Then it fails for C-1

  Scenario: a contract that names no procedure
    Given its procurement is empty
    And its classification is "secret"
    When rule PIL-020 runs
    Then it is not applicable to C-1

  Scenario: nobody knows the level of the contract
    Given its classification is empty
    When rule PIL-020 runs
    Then it is undetermined for C-1

  Scenario: confidential work for a firm chosen for no classified work
    Given its classification is "confidential"
    When rule PIL-020 runs
    Then it fails for C-1

  Scenario: restricted work for a firm chosen for secret work
    Given its classification is "restricted"
    And its procurement.classification is "secret"
    When rule PIL-020 runs
    Then it passes for C-1

  Scenario: a confidential agreement under a restricted contract
    Given its classification is "restricted"
    And its procurement.classification is "restricted"
    And a clean agreement A-1
    And its contract is "C-1"
    And its classification is "confidential"
    When rule PIL-020 runs
    Then it fails for C-1
