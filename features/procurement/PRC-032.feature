Feature: PRC-032 Bought without an advertised competition at a value for which the European Union asks for one
  From the threshold of the European Union on, a purchase that was not advertised has a dated justification.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1
    And its method is "limited"
    And its justification_ref is "DOC-D"
    And the dated_on of DOC-D is one day after awarded_on of P-1

  Scenario: at the threshold
    Given its estimated_value is exactly limit.competition
    When rule PRC-032 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: one cent below the threshold
    Given its estimated_value is one cent below limit.competition
    When rule PRC-032 runs
    Then it is not applicable to P-1

  Scenario: justified on the day of the award
    Given its estimated_value is exactly limit.competition
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-032 runs
    Then it passes for P-1

  Scenario: never justified
    Given its estimated_value is exactly limit.competition
    And its justification_ref is empty
    When rule PRC-032 runs
    Then it fails for P-1

  Scenario: an open competition
    Given its method is "open"
    And its estimated_value is exactly limit.competition
    When rule PRC-032 runs
    Then it is not applicable to P-1

  Scenario: nobody knows the estimate
    Given its estimated_value is empty
    When rule PRC-032 runs
    Then it is undetermined for P-1
