Feature: PRC-013 Deviation that is dated after the award or not approved as one
  A departure from a rule is approved beforehand, by another person than the one who asked for the
  purchase.

  Background:
    Given a clean document DOC-D
    And its kind is "deviation"
    And a clean procurement P-1
    And its deviation_ref is "DOC-D"

  Scenario: dated on the day of the award
    Given the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-013 runs
    Then it passes for P-1

  Scenario: dated one day after the award
    Given the dated_on of DOC-D is one day after awarded_on of P-1
    When rule PRC-013 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: the document is something else
    Given the kind of DOC-D is "market_survey"
    When rule PRC-013 runs
    Then it fails for P-1

  Scenario: signed by the requester
    Given the signed_by of DOC-D is "U-REQ"
    When rule PRC-013 runs
    Then it fails for P-1

  Scenario: no deviation
    Given its deviation_ref is empty
    When rule PRC-013 runs
    Then it is not applicable to P-1

  Scenario: nothing is awarded yet
    Given its awarded_on is empty
    When rule PRC-013 runs
    Then it is not applicable to P-1

  Scenario: the document bears no date
    Given the dated_on of DOC-D is empty
    When rule PRC-013 runs
    Then it is undetermined for P-1

  Scenario: nobody knows who signed it
    Given the signed_by of DOC-D is empty
    When rule PRC-013 runs
    Then it is undetermined for P-1
