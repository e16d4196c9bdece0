Feature: FND-018 More released or cancelled than was frozen or granted
  Only what was frozen can be released, and only authority that was granted can be cancelled.

  Background:
    Given a clean budget movement M-1
    And its kind is "freeze"
    And its amount is EUR 150,000.00
    And its effective_on is 2026-02-02
    And a clean budget movement M-2
    And its kind is "unfreeze"
    And its amount is EUR 150,000.00
    And its effective_on is 2026-04-15

  Scenario: all that was frozen
    When rule FND-018 runs
    Then it passes for M-2

  Scenario: one cent more than was frozen
    Given its amount is one cent above EUR 150,000.00
    When rule FND-018 runs
    Then it fails for M-2
    And the amount at issue is EUR 0.01

  Scenario: released on the day of the freeze
    Given its effective_on is exactly effective_on of M-1
    When rule FND-018 runs
    Then it passes for M-2

  Scenario: released one day before the freeze
    Given its effective_on is one day before effective_on of M-1
    When rule FND-018 runs
    Then it fails for M-2
    And the amount at issue is its amount

  Scenario: released in two parts
    Given its amount is EUR 100,000.00
    And a clean budget movement M-3
    And its kind is "unfreeze"
    And its amount is one cent above EUR 50,000.00
    And its effective_on is 2026-05-15
    When rule FND-018 runs
    Then exactly these fail: M-3

  Scenario: contract authority that was never granted is cancelled
    Given its kind is "contract_authority_cancelled"
    When rule FND-018 runs
    Then it fails for M-2

  Scenario: contract authority that was granted is cancelled
    Given its kind is "contract_authority_cancelled"
    And the kind of M-1 is "contract_authority"
    When rule FND-018 runs
    Then it passes for M-2

  Scenario: a freeze releases nothing
    When rule FND-018 runs
    Then it is not applicable to M-1

  Scenario: nobody knows how much was released
    Given its amount is empty
    When rule FND-018 runs
    Then it is undetermined for M-2
