Feature: PAY-009 Payment of a round sum
  A sum in whole steps seldom follows from a measure of delivery; grants and instalments do it often.

  Background:
    Given parameter floor.round is EUR 100,000.00
    And parameter round.step is 10000
    And a clean payment S-1

  Scenario: a round sum at the floor
    Given its amount is exactly floor.round
    When rule PAY-009 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: one cent more is not round
    Given its amount is one cent above floor.round
    When rule PAY-009 runs
    Then it passes for S-1

  Scenario: below the floor the rule stays silent
    Given its amount is one cent below floor.round
    When rule PAY-009 runs
    Then it is not applicable to S-1

  Scenario: a sum is round in its own currency
    Given its amount is GBP 250,000.00
    And its booked_on is 2016-06-23
    When rule PAY-009 runs
    Then it fails for S-1

  Scenario: an invoice is no payment
    Given its kind is "invoice"
    And its amount is exactly floor.round
    When rule PAY-009 runs
    Then it is not applicable to S-1

  Scenario: the amount is unknown
    Given its amount is empty
    When rule PAY-009 runs
    Then it is undetermined for S-1
