Feature: PAY-031 Service billed outside the term of its contract
  The period of a bill lies within the term of its contract, as moved by amendments that had been
  signed when the bill was booked.

  Background:
    Given a clean invoice I-1

  Scenario: from the first day to the last
    Given its service_from is exactly contract.starts_on
    And its service_to is exactly contract.ends_on
    When rule PAY-031 runs
    Then it passes for I-1

  Scenario: one day before the first
    Given its service_from is one day before contract.starts_on
    When rule PAY-031 runs
    Then it fails for I-1
    And the amount at issue is its amount

  Scenario: one day after the last
    Given its service_to is one day after contract.ends_on
    When rule PAY-031 runs
    Then it fails for I-1
    And the message for I-1 contains "runs from 2026-04-01"

  Scenario: the end was moved by an amendment signed on the day
    Given its service_to is one day after contract.ends_on
    And a clean amendment A-1
    And its contract is "I-1-C"
    And its kind is "term"
    And its new_ends_on is one day after contract.ends_on
    And its signed_on is exactly booked_on of I-1
    When rule PAY-031 runs
    Then it passes for I-1

  Scenario: the end was moved by an amendment signed the day after
    Given its service_to is one day after contract.ends_on
    And a clean amendment A-1
    And its contract is "I-1-C"
    And its kind is "term"
    And its new_ends_on is one day after contract.ends_on
    And its signed_on is one day after booked_on of I-1
    When rule PAY-031 runs
    Then it fails for I-1

  Scenario: an amendment of the price moves no day
    Given its service_to is exactly contract.ends_on
    And a clean amendment A-1
    And its contract is "I-1-C"
    And its new_ends_on is empty
    And its signed_on is one day before booked_on of I-1
    When rule PAY-031 runs
    Then it passes for I-1

  Scenario: goods have no period
    Given its service_from is empty
    And its service_to is empty
    When rule PAY-031 runs
    Then it is not applicable to I-1

  Scenario: a payment is judged by its bill
    Given its kind is "payment"
    When rule PAY-031 runs
    Then it is not applicable to I-1

  Scenario: half of the period is known
    Given its service_to is empty
    When rule PAY-031 runs
    Then it is undetermined for I-1
