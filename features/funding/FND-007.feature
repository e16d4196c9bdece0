Feature: FND-007 Payment outside the dates of its funding line
  A line may be paid until its last day for payments; what was bound in time may still be paid
  while the line is carried forward.

  Background:
    Given a clean payment S-1

  Scenario: paid on the last day
    Given its booked_on is the last day of funding_line.pay_until
    When rule FND-007 runs
    Then it passes for S-1

  Scenario: paid on the first day
    Given its booked_on is the first day of funding_line.open_from
    When rule FND-007 runs
    Then it passes for S-1

  Scenario: paid the day before the line opened
    Given its booked_on is one day before funding_line.open_from
    When rule FND-007 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: paid the day after, and nothing was carried forward
    Given its funding_line.carry_forward_until is empty
    And its booked_on is one day after funding_line.pay_until
    When rule FND-007 runs
    Then it fails for S-1
    And the message for S-1 contains "is open for payments from"

  Scenario: paid from a line that was carried forward
    Given its booked_on is the last day of funding_line.carry_forward_until
    When rule FND-007 runs
    Then it passes for S-1 by exception carried forward

  Scenario: paid the day after the carry-forward ended
    Given its booked_on is one day after funding_line.carry_forward_until
    When rule FND-007 runs
    Then it fails for S-1

  Scenario: carried forward, but nothing was bound in time
    Given the booked_on of S-1-INV-COM is one day after commit_until of FL-1
    And its booked_on is one day after funding_line.pay_until
    When rule FND-007 runs
    Then it fails for S-1

  Scenario: an invoice may be booked at any time
    Given its kind is "invoice"
    And its booked_on is one day after funding_line.pay_until
    When rule FND-007 runs
    Then it is not applicable to S-1

  Scenario: a commitment is judged by its own dates
    Given its kind is "commitment"
    When rule FND-007 runs
    Then it is not applicable to S-1

  Scenario: the line does not say until when it may be paid
    Given its funding_line.pay_until is empty
    When rule FND-007 runs
    Then it is undetermined for S-1
