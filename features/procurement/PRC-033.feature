Feature: PRC-033 Ground for one source that does not fit the record
  Where one firm is asked, the record names a ground, and a ground of value holds only up to the limit.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1
    And its method is "single_source"
    And its method_ground is "below_limit"

  Scenario: at the limit
    Given its estimated_value is exactly limit.single_source
    When rule PRC-033 runs
    Then it passes for P-1

  Scenario: one cent above the limit
    Given its estimated_value is one cent above limit.single_source
    When rule PRC-033 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: exclusive rights at any value
    Given its method_ground is "exclusive_rights"
    And its estimated_value is one cent above limit.single_source
    When rule PRC-033 runs
    Then it passes for P-1

  Scenario: a ground that belongs to an order on a framework
    Given its method_ground is "pre_competed"
    When rule PRC-033 runs
    Then it fails for P-1

  Scenario: the record says that competition was not limited
    Given its method_ground is "none"
    When rule PRC-033 runs
    Then it fails for P-1

  Scenario: a deviation was approved before the award
    Given its method_ground is "none"
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-033 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: a competed purchase
    Given its method is "open"
    When rule PRC-033 runs
    Then it is not applicable to P-1

  Scenario: no ground is named
    Given its method_ground is empty
    When rule PRC-033 runs
    Then it is undetermined for P-1
