# A contract without a day of delivery is out of scope, so nothing is left open.
@no-undetermined
Feature: RED-067 Nothing accepted long after delivery was due
  A contract past its delivery day without any acceptance is a reason to ask for the delivery.


  Background:
    Given a clean receipt R-1
    And a clean contract C-1
    And its delivery_due_on is 2026-06-30
    And parameter red.delivery is 30 days

  Scenario: one day after the grace
    When rule RED-067 runs as of 2026-07-31
    Then it fails for C-1

  Scenario: something was accepted
    Given the delivery_due_on of R-1-C is 2026-06-30
    When rule RED-067 runs
    Then it passes for R-1-C

  Scenario: on the last day of the grace
    When rule RED-067 runs as of 2026-07-30
    Then it is not applicable to C-1

  Scenario: what came was rejected
    Given the outcome of R-1 is "rejected"
    And the delivery_due_on of R-1-C is 2026-06-30
    When rule RED-067 runs
    Then it fails for R-1-C

  Scenario: no day of delivery
    Given its delivery_due_on is empty
    When rule RED-067 runs
    Then it is not applicable to C-1
