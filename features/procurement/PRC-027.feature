Feature: PRC-027 Method that is less open than the approved plan
  A purchase may be more open than its plan, not less.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1
    And its planned_method is "selective"

  Scenario: as planned
    Given its method is "selective"
    When rule PRC-027 runs
    Then it passes for P-1

  Scenario: more open than planned
    Given its method is "open"
    When rule PRC-027 runs
    Then it passes for P-1

  Scenario: one step less open than planned
    Given its method is "limited"
    When rule PRC-027 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: one firm instead of an order on a framework
    Given its planned_method is "call_off"
    And its method is "single_source"
    When rule PRC-027 runs
    Then it fails for P-1

  Scenario: a deviation dated one day after the award
    Given its method is "limited"
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is one day after awarded_on of P-1
    When rule PRC-027 runs
    Then it fails for P-1

  Scenario: a deviation was approved before the award
    Given its method is "limited"
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-027 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: the plan does not say
    Given its planned_method is empty
    When rule PRC-027 runs
    Then it is not applicable to P-1

  Scenario: nobody knows how firms were invited
    Given its method is empty
    When rule PRC-027 runs
    Then it is undetermined for P-1
