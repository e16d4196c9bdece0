Feature: PRC-015 Award to other than the lowest compliant bid without a reason
  Where the lowest price was to decide, the lowest compliant offer of the lot wins, or the decision says why
  not.

  Background:
    Given a clean bid B-1
    And its procurement.award_criterion is "lowest_price"
    And its procurement.award_reason is empty

  Scenario: the lowest offer won
    When rule PRC-015 runs
    Then it passes for B-1

  Scenario: at the price of the next one
    Given its amount is exactly amount of B-1-P-B1
    When rule PRC-015 runs
    Then it passes for B-1

  Scenario: one cent above the next one
    Given its amount is one cent above amount of B-1-P-B1
    When rule PRC-015 runs
    Then it fails for B-1
    And the amount at issue is EUR 0.01

  Scenario: the lower offer was not compliant
    Given its amount is one cent above amount of B-1-P-B1
    And the compliant of B-1-P-B1 is "no"
    When rule PRC-015 runs
    Then it passes for B-1

  Scenario: the lower offer was withdrawn
    Given its amount is one cent above amount of B-1-P-B1
    And the outcome of B-1-P-B1 is "withdrawn"
    When rule PRC-015 runs
    Then it passes for B-1

  Scenario: the lower offer was for another lot
    Given its amount is one cent above amount of B-1-P-B1
    And its lot is "1"
    And the lot of B-1-P-B1 is "2"
    And the lot of B-1-P-B2 is "1"
    And the lot of B-1-P-B3 is "1"
    And the lot of B-1-P-B4 is "1"
    When rule PRC-015 runs
    Then it passes for B-1

  Scenario: the decision says why
    Given its amount is one cent above amount of B-1-P-B1
    And its procurement.award_reason is "the lower offer could not be delivered in time"
    When rule PRC-015 runs
    Then it passes for B-1 by exception stated reason

  Scenario: price was not the criterion
    Given its procurement.award_criterion is "best_value"
    And its amount is one cent above amount of B-1-P-B1
    When rule PRC-015 runs
    Then it is not applicable to B-1

  Scenario: an offer that did not win
    Given its outcome is "valid"
    When rule PRC-015 runs
    Then it is not applicable to B-1

  Scenario: nobody knows the price of another offer
    Given the amount of B-1-P-B1 is empty
    When rule PRC-015 runs
    Then it is undetermined for B-1

  Scenario: nobody knows the price that won
    Given its amount is empty
    When rule PRC-015 runs
    Then it is undetermined for B-1
