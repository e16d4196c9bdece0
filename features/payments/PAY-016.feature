Feature: PAY-016 Second advance while one is open
  A further advance on a contract is paid when earlier ones were set off, returned or delivered
  against; instalments of one bill are one advance.

  Background:
    Given a clean payment S-1
    And its nature is "advance"
    And its amount is EUR 500.00
    And no receipt names S-1-C
    And a clean payment S-2
    And its nature is "advance"
    And its contract is "S-1-C"
    And its booked_on is P60D after booked_on of S-1

  Scenario: the first is open
    When rule PAY-016 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And it fails for S-2
    And the amount at issue is its amount

  Scenario: the first was set off in full on the day
    Given a clean payment CN-1
    And its kind is "credit_note"
    And its nature is "advance_recovery"
    And its contract is "S-1-C"
    And its amount is EUR 500.00
    And its booked_on is exactly booked_on of S-2
    When rule PAY-016 runs
    Then it passes for S-2

  Scenario: the first was set off but for one cent
    Given a clean payment CN-1
    And its kind is "credit_note"
    And its nature is "advance_recovery"
    And its contract is "S-1-C"
    And its amount is one cent below amount of S-1
    And its booked_on is exactly booked_on of S-2
    When rule PAY-016 runs
    Then it fails for S-2
    And the message for S-2 contains "while EUR 0.01 of earlier advances"

  Scenario: two instalments of one bill
    Given its settles is "S-1-INV"
    When rule PAY-016 runs
    Then it passes for S-2 by exception instalments of one bill

  Scenario: what the first paid for was delivered
    Given a clean receipt R-9
    And its contract is "S-1-C"
    And its amount is EUR 500.00
    When rule PAY-016 runs
    Then it passes for S-2 by exception earlier advance delivered against

  Scenario: a payment of the price
    Given its nature is "price"
    When rule PAY-016 runs
    Then it is not applicable to S-2

  Scenario: nobody knows how much the first was
    Given the amount of S-1 is empty
    When rule PAY-016 runs
    Then it is undetermined for S-2
