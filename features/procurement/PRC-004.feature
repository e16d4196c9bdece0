Feature: PRC-004 Method that was not open at this value under the earlier bands
  Until the end of 2025 the way in which firms are invited follows from the value and the source of the
  funds.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1
    And its launched_on is 2025-11-03
    And its funding_line.budget_year is 2025
    And its method is "limited"
    And its justification_ref is empty
    And its estimated_value is EUR 799,999.99

  Scenario: a few firms, one cent below the limit of formal bidding
    When rule PRC-004 runs
    Then it passes for P-1

  Scenario: a few firms at that limit
    Given its estimated_value is EUR 800,000.00
    When rule PRC-004 runs
    Then it fails for P-1
    And the amount at issue is its award_value
    And the message for P-1 contains "a few firms false"

  Scenario: infrastructure money has lower bands
    Given its funding_line.source is "nsip"
    And its estimated_value is EUR 160,000.00
    When rule PRC-004 runs
    Then it fails for P-1

  Scenario: one cent below the lower band of infrastructure money
    Given its funding_line.source is "nsip"
    And its estimated_value is EUR 159,999.99
    When rule PRC-004 runs
    Then it passes for P-1

  Scenario: one firm, one cent below the limit of a single tender
    Given its method is "single_source"
    And its estimated_value is EUR 39,999.99
    When rule PRC-004 runs
    Then it passes for P-1

  Scenario: one firm at that limit
    Given its method is "single_source"
    And its estimated_value is EUR 40,000.00
    When rule PRC-004 runs
    Then it fails for P-1

  Scenario: one firm at the limit of infrastructure money
    Given its method is "single_source"
    And its funding_line.source is "nsip"
    And its estimated_value is EUR 20,000.00
    When rule PRC-004 runs
    Then it fails for P-1

  Scenario: one firm, one cent below the limit of infrastructure money
    Given its method is "single_source"
    And its funding_line.source is "nsip"
    And its estimated_value is EUR 19,999.99
    When rule PRC-004 runs
    Then it passes for P-1

  Scenario: an open competition at any value
    Given its method is "open"
    And its estimated_value is EUR 900,000.00
    When rule PRC-004 runs
    Then it passes for P-1

  Scenario: one firm, justified before the award
    Given its method is "single_source"
    And its justification_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-004 runs
    Then it passes for P-1 by exception justified single source

  Scenario: one firm, justified after the award
    Given its method is "single_source"
    And its justification_ref is "DOC-D"
    And the dated_on of DOC-D is one day after awarded_on of P-1
    When rule PRC-004 runs
    Then it fails for P-1

  Scenario: a deviation was approved before the award
    Given its estimated_value is EUR 800,000.00
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-004 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: launched on the day after the earlier bands ended
    Given its estimated_value is EUR 800,000.00
    And its launched_on is one day after the regime
    And its funding_line.budget_year is 2026
    When rule PRC-004 runs
    Then it is not applicable to P-1

  Scenario: launched on the last day of the earlier bands
    Given its estimated_value is EUR 800,000.00
    And its launched_on is the last day of the regime
    When rule PRC-004 runs
    Then it fails for P-1

  Scenario: an order under a framework has rules of its own
    Given its method is "call_off"
    And its estimated_value is EUR 800,000.00
    When rule PRC-004 runs
    Then it is not applicable to P-1

  Scenario: money of another source
    Given its funding_line.source is "joint"
    And its estimated_value is EUR 800,000.00
    When rule PRC-004 runs
    Then it is not applicable to P-1

  Scenario: nobody knows the estimate
    Given its estimated_value is empty
    When rule PRC-004 runs
    Then it is undetermined for P-1
