# A payment names a bill or it does not; there is no limit to stand at.
@no-boundary
Feature: PAY-036 Payment without a bill
  A payment of price, adjustment, tax or fee names the bill that it settles.

  Background:
    Given a clean payment S-1

  Scenario: it settles a bill
    When rule PAY-036 runs
    Then it passes for S-1

  Scenario: it names nothing
    Given its settles is empty
    When rule PAY-036 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: it names the commitment, not the bill
    Given its settles is "S-1-INV-COM"
    When rule PAY-036 runs
    Then it fails for S-1

  Scenario: an advance is owed by the contract
    Given its settles is empty
    And its nature is "advance"
    When rule PAY-036 runs
    Then it is not applicable to S-1

  Scenario: what was held back is owed by the contract
    Given its settles is empty
    And its nature is "retention_release"
    When rule PAY-036 runs
    Then it is not applicable to S-1

  Scenario: a bill is no payment
    When rule PAY-036 runs
    Then it is not applicable to S-1-INV

  Scenario: it names a line that is not on file
    Given its settles is "GONE-1"
    When rule PAY-036 runs
    Then it is undetermined for S-1
