Feature: PRC-023 Award above the estimate by more than the tolerance
  An award well above the estimate is looked at: the method and the credit rested on the estimate.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1

  Scenario: at the tolerance
    Given its award_value is exactly share.award_of_estimate of estimated_value
    When rule PRC-023 runs
    Then it passes for P-1

  Scenario: one cent above it
    Given its award_value is one cent above share.award_of_estimate of estimated_value
    When rule PRC-023 runs
    Then it fails for P-1
    And the message for P-1 contains "on an estimate of EUR 120,000.00"

  Scenario: a deviation was approved before
    Given its award_value is one cent above share.award_of_estimate of estimated_value
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-023 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: nothing is awarded yet
    Given its awarded_on is empty
    When rule PRC-023 runs
    Then it is not applicable to P-1

  Scenario: nobody knows the estimate
    Given its estimated_value is empty
    When rule PRC-023 runs
    Then it is undetermined for P-1
