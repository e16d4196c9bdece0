Feature: PAY-007 One document number and amount with several vendors
  A number and an amount that stand with two vendors may be one document entered for two.

  Background:
    Given a clean payment S-1
    And its vendor is "Specimen Orbit"
    And its document_number is "2026-0417"
    And its amount is exactly floor.same_day
    And a clean payment S-2
    And its vendor is "Specimen Ground"
    And its document_number is "2026 0417"
    And its amount is exactly floor.same_day

  Scenario: one number, one amount, two vendors
    When rule PAY-007 runs
    Then exactly these fail: S-1, S-2
    And it fails for S-2
    And the amount at issue is its amount
    And the message for S-2 contains "2 vendors"

  Scenario: one vendor in two spellings
    Given its vendor is "SPECIMEN ORBIT."
    When rule PAY-007 runs
    Then nothing fails
    And it passes for S-2

  Scenario: one cent apart
    Given its amount is one cent above floor.same_day
    When rule PAY-007 runs
    Then it passes for S-2

  Scenario: a name without a digit is no number
    Given the document_number of S-1 is "Deployment grant"
    And its document_number is "Deployment grant"
    When rule PAY-007 runs
    Then it is not applicable to S-2

  Scenario: below the floor the rule stays silent
    Given the amount of S-1 is one cent below floor.same_day
    And its amount is one cent below floor.same_day
    When rule PAY-007 runs
    Then it is not applicable to S-2

  Scenario: the document bears no number
    Given its document_number is empty
    When rule PAY-007 runs
    Then it is undetermined for S-2
