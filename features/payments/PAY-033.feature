Feature: PAY-033 Euro amount in the books away from the reference rate
  The euro amount in the books lies within a tolerance of the amount at the reference rate of the
  day.

  Background:
    Given a clean payment S-1
    And its amount is EUR 1,000.00

  Scenario: as far above as tolerance.rate lets it
    Given parameter tolerance.rate is 2% from 2026-01-01
    And its booked_euro is EUR 1,020.00
    When rule PAY-033 runs
    Then it passes for S-1

  Scenario: one cent above tolerance.rate
    Given parameter tolerance.rate is 2% from 2026-01-01
    And its booked_euro is EUR 1,020.01
    When rule PAY-033 runs
    Then it fails for S-1
    And the amount at issue is EUR 20.01

  Scenario: one cent below tolerance.rate
    Given parameter tolerance.rate is 2% from 2026-01-01
    And its booked_euro is EUR 979.99
    When rule PAY-033 runs
    Then it fails for S-1

  Scenario: the books state no euro amount
    Given its booked_euro is empty
    When rule PAY-033 runs
    Then it is not applicable to S-1

  Scenario: the line has no amount
    Given its amount is empty
    And its booked_euro is EUR 1,020.00
    When rule PAY-033 runs
    Then it is undetermined for S-1
