Feature: PAY-041 Write-off without an earlier approval by another person
  A claim is written off on or after the day on which another person than the one who asked for it
  approved.

  Background:
    Given a clean payment S-1
    And its kind is "write_off"

  Scenario: approved on the day
    Given its approved_on is exactly booked_on of S-1
    When rule PAY-041 runs
    Then it passes for S-1

  Scenario: approved one day after
    Given its approved_on is one day after booked_on of S-1
    When rule PAY-041 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: nobody approved
    Given its approved_by is empty
    When rule PAY-041 runs
    Then it fails for S-1

  Scenario: approved by the person who asked for it
    Given its approved_by is "U-REQ"
    When rule PAY-041 runs
    Then it fails for S-1

  Scenario: a payment gives up no claim
    Given its kind is "payment"
    When rule PAY-041 runs
    Then it is not applicable to S-1

  Scenario: the approval bears no date
    Given its approved_on is empty
    When rule PAY-041 runs
    Then it is undetermined for S-1
