Feature: AUT-004 Payment released before its approval
  A payment is approved before, or on, the day on which it leaves.

  Background:
    Given a clean payment SL-1

  Scenario: approved on the day of payment
    Given its approved_on is exactly booked_on
    When rule AUT-004 runs
    Then it passes for SL-1

  Scenario: approved one day after payment
    Given its approved_on is one day after booked_on
    When rule AUT-004 runs
    Then it fails for SL-1
    And the amount at issue is its amount

  Scenario: a refund is no payment
    Given its kind is "refund"
    And its approved_on is one day after booked_on
    When rule AUT-004 runs
    Then it is not applicable to SL-1

  Scenario: nobody knows when it was approved
    Given its approved_on is empty
    When rule AUT-004 runs
    Then it is undetermined for SL-1
