Feature: PAY-006 Equal payments to one vendor on one day under different numbers
  Two payments of one amount to one vendor on one day may be instalments, or one invoice entered
  under two numbers; the first of them is left alone.

  Background:
    Given a clean payment S-1
    And its vendor is "Specimen Orbit"
    And its document_number is "A-1"
    And its amount is exactly floor.same_day
    And a clean payment S-2
    And its vendor is "SPECIMEN ORBIT"
    And its document_number is "A-2"
    And its amount is exactly floor.same_day

  Scenario: the same amount on the same day
    When rule PAY-006 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And it fails for S-2
    And the amount at issue is its amount

  Scenario: one day apart
    Given its booked_on is one day after booked_on of S-1
    When rule PAY-006 runs
    Then nothing fails
    And it passes for S-2

  Scenario: one cent apart
    Given its amount is one cent above floor.same_day
    When rule PAY-006 runs
    Then it passes for S-2

  Scenario: the same number is another rule's matter
    Given its document_number is "A-1"
    When rule PAY-006 runs
    Then it passes for S-2

  Scenario: below the floor the rule stays silent
    Given the amount of S-1 is one cent below floor.same_day
    And its amount is one cent below floor.same_day
    When rule PAY-006 runs
    Then it is not applicable to S-2

  Scenario: the vendor is unknown
    Given its vendor is empty
    When rule PAY-006 runs
    Then it is undetermined for S-2

  Scenario: the other payment bears no number
    Given the document_number of S-1 is empty
    When rule PAY-006 runs
    Then it is undetermined for S-2
