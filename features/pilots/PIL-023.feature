Feature: PIL-023 Contribution in kind without a valuation by another than the giver
  A contribution in kind has a value above nothing, found on a stated basis by another than the
  person who offered it.

  Background:
    Given a clean contribution K-1
    And its kind is "in_kind_accepted"
    And its valuation_basis is "market_price"
    And its valued_by is "U-FIN"
    And its offered_by is "U-DIR"

  Scenario: valued by the office
    When rule PIL-023 runs
    Then it passes for K-1

  Scenario: valued by the giver
    Given its valued_by is "U-DIR"
    When rule PIL-023 runs
    Then it fails for K-1
    And the amount at issue is its amount

  Scenario: no basis
    Given its valuation_basis is empty
    When rule PIL-023 runs
    Then it fails for K-1

  Scenario: no paper
    Given its document is empty
    When rule PIL-023 runs
    Then it fails for K-1

  Scenario: promised, and not yet valued
    Given its kind is "in_kind_pledged"
    And its valuation_basis is empty
    When rule PIL-023 runs
    Then it fails for K-1

  Scenario: worth one cent
    Given its amount is one cent above EUR 0.00
    When rule PIL-023 runs
    Then it passes for K-1

  Scenario: worth nothing
    Given its amount is EUR 0.00
    When rule PIL-023 runs
    Then it fails for K-1

  Scenario: money
    Given its kind is "received"
    And its valuation_basis is empty
    When rule PIL-023 runs
    Then it is not applicable to K-1

  Scenario: nobody knows who offered it
    Given its offered_by is empty
    When rule PIL-023 runs
    Then it is undetermined for K-1
