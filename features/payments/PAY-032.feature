Feature: PAY-032 One period of service billed under several numbers
  Bills of one contract over one period and one amount, under different numbers, deserve a look; the
  first of them stands.

  Background:
    Given a clean invoice I-1
    And a clean invoice I-2
    And its contract is "I-1-C"
    And its document_number is "OTHER 7"
    And its booked_on is P10D after booked_on of I-1

  Scenario: the same period under another number
    When rule PAY-032 runs
    Then exactly these fail: I-2
    And it passes for I-1
    And it fails for I-2
    And the amount at issue is its amount

  Scenario: a period that ends one day later
    Given its service_to is one day after service_to of I-1
    When rule PAY-032 runs
    Then it passes for I-2

  Scenario: a period that begins one day later
    Given its service_from is one day after service_from of I-1
    When rule PAY-032 runs
    Then it passes for I-2

  Scenario: one cent apart
    Given its amount is one cent above amount of I-1
    When rule PAY-032 runs
    Then it passes for I-2

  Scenario: the same number has a rule of its own
    Given its document_number is exactly document_number of I-1
    When rule PAY-032 runs
    Then it passes for I-2

  Scenario: another contract
    Given its contract is "I-2-C"
    When rule PAY-032 runs
    Then it passes for I-2

  Scenario: goods have no period
    Given its service_from is empty
    When rule PAY-032 runs
    Then it is not applicable to I-2

  Scenario: half of the period is known
    Given its service_to is empty
    When rule PAY-032 runs
    Then it is undetermined for I-2
