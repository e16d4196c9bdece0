Feature: PAY-013 Advance without an authority dated before it
  An advance is paid under a document, or an act of approval, that is not later than the payment.

  Background:
    Given a clean document DOC-A
    And a clean payment S-1
    And its nature is "advance"
    And its contract.advance_ref is "DOC-A"

  Scenario: authorised on the day
    Given the dated_on of DOC-A is exactly booked_on of S-1
    When rule PAY-013 runs
    Then it passes for S-1

  Scenario: authorised one day after
    Given the dated_on of DOC-A is one day after booked_on of S-1
    When rule PAY-013 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: nothing on file
    Given its contract.advance_ref is empty
    When rule PAY-013 runs
    Then it fails for S-1
    And the message for S-1 contains "authority on file: —"

  Scenario: an act of approval on the day
    Given its contract.advance_ref is empty
    And a clean approval AP-1
    And its subject is "S-1-C"
    And its act is "authorise_advance"
    And its decided_on is exactly booked_on of S-1
    When rule PAY-013 runs
    Then it passes for S-1 by exception authorised by an act on file

  Scenario: an act of approval that was refused
    Given its contract.advance_ref is empty
    And a clean approval AP-1
    And its subject is "S-1-C"
    And its act is "authorise_advance"
    And its decision is "rejected"
    And its decided_on is exactly booked_on of S-1
    When rule PAY-013 runs
    Then it fails for S-1

  Scenario: a payment of the price
    Given its nature is "price"
    When rule PAY-013 runs
    Then it is not applicable to S-1

  Scenario: the authority bears no date
    Given the dated_on of DOC-A is empty
    When rule PAY-013 runs
    Then it is undetermined for S-1
