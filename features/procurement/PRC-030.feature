Feature: PRC-030 Direct award soon after a competition for the same was ended without award
  A competition that is ended without award and followed by a direct award is looked at.

  Background:
    Given a clean document DOC-D
    And a clean event E-1
    And its kind is "cancelled"
    And a clean procurement P-1
    And its method is "single_source"
    And its launched_on is window.relaunch after on_date of E-1

  Scenario: on the last day of the window
    When rule PRC-030 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: one day after the window
    Given its launched_on is one day after window.relaunch after on_date of E-1
    When rule PRC-030 runs
    Then it passes for P-1

  Scenario: launched one day before the competition ended
    Given its launched_on is one day before on_date of E-1
    When rule PRC-030 runs
    Then it passes for P-1

  Scenario: the record of the competition is cancelled too
    Given the status of E-1-P is "cancelled"
    When rule PRC-030 runs
    Then it fails for P-1

  Scenario: something else was bought
    Given its category is "launch"
    When rule PRC-030 runs
    Then it passes for P-1

  Scenario: a deviation was approved before
    Given its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-030 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: competed again
    Given its method is "open"
    When rule PRC-030 runs
    Then it is not applicable to P-1

  Scenario: the category is unknown
    Given its category is empty
    When rule PRC-030 runs
    Then it is undetermined for P-1
