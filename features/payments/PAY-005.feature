Feature: PAY-005 Payment after its last day
  The last day is the one agreed on the document; without one it follows from the day on which the
  document was received.

  Background:
    Given a clean payment S-1

  Scenario: paid on the agreed day
    Given its booked_on is the last day of due_on
    When rule PAY-005 runs
    Then it passes for S-1

  Scenario: paid one day after the agreed day
    Given its booked_on is one day after due_on
    When rule PAY-005 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: no day agreed, paid on the last day of the term
    Given its due_on is empty
    And its booked_on is term.payment after received_on
    When rule PAY-005 runs
    Then it passes for S-1

  Scenario: no day agreed, paid one day after the term
    Given its due_on is empty
    And its booked_on is one day after term.payment after received_on
    When rule PAY-005 runs
    Then it fails for S-1
    And the message for S-1 contains "the last day was"

  Scenario: an invoice is no payment
    Given its kind is "invoice"
    When rule PAY-005 runs
    Then it is not applicable to S-1

  Scenario: neither an agreed day nor the day of receipt is known
    Given its due_on is empty
    And its received_on is empty
    When rule PAY-005 runs
    Then it is undetermined for S-1
