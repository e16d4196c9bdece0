# A rate is known or it is not: that cannot be left open, and there is no amount to stand at.
@no-undetermined @no-boundary
Feature: QLT-014 Spending line in a currency without a rate on its day
  Limits are in euro; an amount whose rate is unknown cannot be held against them.

  Background:
    Given a clean payment S-1

  Scenario: a currency that is not published
    Given its amount is XAF 500,000
    When rule QLT-014 runs
    Then it fails for S-1
    And the message for S-1 contains "no rate is known"

  Scenario: euro
    Given its amount is EUR 500.00
    When rule QLT-014 runs
    Then it passes for S-1

  Scenario: a published currency
    Given its amount is GBP 500.00
    And its booked_on is 2016-06-23
    When rule QLT-014 runs
    Then it passes for S-1

  Scenario: a line without a date is another rule's matter
    Given its amount is XAF 500,000
    And its booked_on is empty
    When rule QLT-014 runs
    Then it is not applicable to S-1
