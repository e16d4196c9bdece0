Feature: PAY-022 Tax charged on an exempt purchase
  A bill over an exempt purchase carries no tax.

  Background:
    Given a clean invoice I-1
    And its tax_treatment is "exempt"

  Scenario: no tax
    Given its tax_amount is EUR 0.00
    When rule PAY-022 runs
    Then it passes for I-1

  Scenario: exactly one cent of tax
    Given its tax_amount is EUR 0.01
    When rule PAY-022 runs
    Then it fails for I-1
    And the amount at issue is EUR 0.01

  Scenario: the tax stands on a line of its own
    Given its nature is "tax"
    And its amount is EUR 190.00
    When rule PAY-022 runs
    Then it fails for I-1
    And the amount at issue is EUR 190.00

  Scenario: the buyer declares the tax, and the bill carries it too
    Given its tax_treatment is "reverse_charge"
    And its tax_amount is EUR 20.00
    When rule PAY-022 runs
    Then it fails for I-1

  Scenario: a payment without a bill
    Given its kind is "payment"
    And its settles is empty
    And its tax_amount is EUR 20.00
    When rule PAY-022 runs
    Then it fails for I-1

  Scenario: a payment is judged by its bill
    Given its kind is "payment"
    And its tax_amount is EUR 20.00
    When rule PAY-022 runs
    Then it is not applicable to I-1

  Scenario: tax that is recovered
    Given its tax_treatment is "excluded"
    And its tax_amount is EUR 20.00
    When rule PAY-022 runs
    Then it is not applicable to I-1

  Scenario: nobody knows the tax
    Given its tax_amount is empty
    When rule PAY-022 runs
    Then it is undetermined for I-1
