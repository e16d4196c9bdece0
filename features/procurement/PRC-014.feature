Feature: PRC-014 Single-source award without a dated justification
  Above the single-source limit an award to one firm needs a justification, or an approved
  deviation, that is not younger than the award.

  Background:
    Given a clean document DOC-J
    And a clean document DOC-D
    And a clean procurement P-1
    And its method is "single_source"

  Scenario: above the limit, nothing on file
    Given its estimated_value is one cent above limit.single_source
    And its justification_ref is empty
    When rule PRC-014 runs
    Then it fails for P-1
    And the amount at issue is its award_value
    And the message for P-1 contains "no justification"

  Scenario: at the limit itself
    Given its estimated_value is exactly limit.single_source
    And its justification_ref is empty
    When rule PRC-014 runs
    Then it is not applicable to P-1

  Scenario: the limit of the line's own source holds
    Given its funding_line.source is "nsip"
    And its estimated_value is one cent above limit.single_source
    And its justification_ref is empty
    When rule PRC-014 runs
    Then it fails for P-1

  Scenario: justified on the day of the award
    Given its estimated_value is one cent above limit.single_source
    And its justification_ref is "DOC-J"
    And the dated_on of DOC-J is exactly awarded_on of P-1
    When rule PRC-014 runs
    Then it passes for P-1

  Scenario: justified the day after the award
    Given its estimated_value is one cent above limit.single_source
    And its justification_ref is "DOC-J"
    And the dated_on of DOC-J is one day after awarded_on of P-1
    When rule PRC-014 runs
    Then it fails for P-1

  Scenario: the justification bears no date
    Given its estimated_value is one cent above limit.single_source
    And its justification_ref is "DOC-J"
    And the dated_on of DOC-J is empty
    When rule PRC-014 runs
    Then it fails for P-1

  Scenario: a deviation was approved before the award
    Given its estimated_value is one cent above limit.single_source
    And its justification_ref is empty
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-014 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: a deviation was approved the day after the award
    Given its estimated_value is one cent above limit.single_source
    And its justification_ref is empty
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is one day after awarded_on of P-1
    When rule PRC-014 runs
    Then it fails for P-1

  Scenario: launched before the rule came into force
    Given its launched_on is one day before the regime
    And its estimated_value is EUR 5,000,000.00
    And its justification_ref is empty
    When rule PRC-014 runs
    Then it is not applicable to P-1

  Scenario: launched on the first day of the rule
    Given its launched_on is the first day of the regime
    And its estimated_value is EUR 5,000,000.00
    And its justification_ref is empty
    When rule PRC-014 runs
    Then it fails for P-1

  Scenario: a source for which the rule does not hold
    Given its funding_line.source is "trust_fund"
    And its estimated_value is EUR 5,000,000.00
    And its justification_ref is empty
    When rule PRC-014 runs
    Then it is not applicable to P-1

  Scenario: nobody knows the estimate
    Given its estimated_value is empty
    When rule PRC-014 runs
    Then it is undetermined for P-1

  Scenario: justified, but nobody knows when it was awarded
    Given its estimated_value is one cent above limit.single_source
    And its awarded_on is empty
    When rule PRC-014 runs
    Then it is undetermined for P-1

  Scenario: several records at once
    Given these procurements
      | procurement_id | method        | estimated_value | awarded_on | justification_ref |
      | P-2            | single_source | EUR 90,000.00   | 2026-02-01 |                   |
      | P-3            | open          | EUR 90,000.00   | 2026-02-01 |                   |
      | P-4            | single_source | EUR 40,000.00   | 2026-02-01 |                   |
    And parameter limit.single_source is EUR 40,000 from 2026-01-01
    When rule PRC-014 runs
    Then exactly these fail: P-2
    And exactly these are not applicable: P-3, P-4
    And the message for P-2 contains "EUR 98,765.43 awarded to one source"
