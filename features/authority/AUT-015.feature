Feature: AUT-015 Payment released without a delegation to pay on that day
  Whoever releases a payment holds a delegation to pay that covers the line, the day and the amount.

  Background:
    Given a clean person U-NEW
    And a clean delegation D-1
    And its person is "U-NEW"
    And its act is "pay"
    And its limit is EUR 50,000.00
    And a clean payment SL-1
    And its paid_by is "U-NEW"
    And its amount is EUR 50,000.00

  Scenario: at the limit of the delegation
    Given its amount is exactly limit of D-1
    When rule AUT-015 runs
    Then it passes for SL-1

  Scenario: one cent above the limit
    Given its amount is one cent above limit of D-1
    When rule AUT-015 runs
    Then it fails for SL-1
    And the amount at issue is its amount

  Scenario: a delegation without a limit
    Given the limit of D-1 is empty
    When rule AUT-015 runs
    Then it passes for SL-1

  Scenario: on the last day of the delegation
    Given its booked_on is the last day of valid_until of D-1
    When rule AUT-015 runs
    Then it passes for SL-1

  Scenario: one day after the delegation ended
    Given its booked_on is one day after valid_until of D-1
    When rule AUT-015 runs
    Then it fails for SL-1
    And the message for SL-1 contains "cover line, day and amount: 0"

  Scenario: on the first day of the delegation
    Given its booked_on is the first day of valid_from of D-1
    When rule AUT-015 runs
    Then it passes for SL-1

  Scenario: one day before the delegation
    Given its booked_on is one day before valid_from of D-1
    When rule AUT-015 runs
    Then it fails for SL-1

  Scenario: a delegation for this line
    Given the funding_line of D-1 is "FL-1"
    When rule AUT-015 runs
    Then it passes for SL-1

  Scenario: a delegation for another line
    Given the funding_line of D-1 is "FL-2"
    When rule AUT-015 runs
    Then it fails for SL-1

  Scenario: a delegation for another act
    Given the act of D-1 is "sign"
    When rule AUT-015 runs
    Then it fails for SL-1

  Scenario: a bill is not released by anyone
    Given its kind is "invoice"
    When rule AUT-015 runs
    Then it is not applicable to SL-1

  Scenario: nobody knows who released it
    Given its paid_by is empty
    When rule AUT-015 runs
    Then it is undetermined for SL-1
