Feature: PAY-034 Exchange difference that follows from no payment
  An exchange gain or loss names the payment from which it follows, and is a small part of it.

  Background:
    Given a clean payment S-1
    And its amount is EUR 1,000.00
    And a clean payment X-1
    And its kind is "exchange_loss"
    And its settles is "S-1"

  Scenario: as large as exchange.share lets it
    Given parameter exchange.share is 10% from 2026-01-01
    And its amount is EUR 100.00
    When rule PAY-034 runs
    Then it passes for X-1

  Scenario: one cent above exchange.share
    Given parameter exchange.share is 10% from 2026-01-01
    And its amount is EUR 100.01
    When rule PAY-034 runs
    Then it fails for X-1
    And the amount at issue is its amount

  Scenario: it names no payment
    Given its amount is EUR 1.00
    And its settles is empty
    When rule PAY-034 runs
    Then it fails for X-1

  Scenario: it names a bill
    Given its amount is EUR 1.00
    And its settles is "S-1-INV"
    When rule PAY-034 runs
    Then it fails for X-1

  Scenario: a payment is no difference
    When rule PAY-034 runs
    Then it is not applicable to S-1

  Scenario: nobody knows how much was paid
    Given the amount of S-1 is empty
    When rule PAY-034 runs
    Then it is undetermined for X-1
