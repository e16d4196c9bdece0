Feature: PIL-014 Award without competition to a firm whose free trial had just ended
  A firm whose free trial, exercise, loan or gift has just ended is not awarded without competition,
  unless the need for this source was shown before.

  Background:
    Given a clean document DOC-J
    And a clean agreement A-1
    And its kind is "free_trial"
    And a clean procurement P-1
    And its method is "single_source"
    And its justification_ref is "DOC-J"
    And the signed_on of A-1 is 2025-03-03
    And the dated_on of DOC-J is exactly signed_on of A-1

  Scenario: on the last day of the window
    Given its awarded_on is window.follow_on after ends_on of A-1
    When rule PIL-014 runs
    Then it fails for P-1
    And the amount at issue is its award_value
    And the message for P-1 contains "in the window: 1"

  Scenario: one day after the window
    Given its awarded_on is one day after window.follow_on after ends_on of A-1
    When rule PIL-014 runs
    Then it passes for P-1

  Scenario: a trial signed on the day of the award
    Given the signed_on of A-1 is exactly awarded_on of P-1
    And the dated_on of DOC-J is exactly awarded_on of P-1
    When rule PIL-014 runs
    Then it fails for P-1

  Scenario: a trial signed one day after the award
    Given the signed_on of A-1 is one day after awarded_on of P-1
    When rule PIL-014 runs
    Then it passes for P-1

  Scenario: a loan that has no end
    Given the kind of A-1 is "loan"
    And the ends_on of A-1 is empty
    When rule PIL-014 runs
    Then it fails for P-1

  Scenario: the trial of another firm of the same group
    Given its vendor.group is "Orbit Group"
    And a clean vendor V-X
    And the group of V-X is "Orbit Group"
    And the vendor of A-1 is "V-X"
    When rule PIL-014 runs
    Then it fails for P-1
    And the message for P-1 contains "of its group: 1"

  Scenario: the trial of another firm
    Given a clean vendor V-X
    And the vendor of A-1 is "V-X"
    When rule PIL-014 runs
    Then it passes for P-1

  Scenario: an agreement to keep a confidence is no trial
    Given the kind of A-1 is "nda"
    When rule PIL-014 runs
    Then it passes for P-1

  Scenario: the need for this source was shown one day before the trial was signed
    Given the dated_on of DOC-J is one day before signed_on of A-1
    When rule PIL-014 runs
    Then it passes for P-1 by exception need shown before the trial

  Scenario: a deviation was approved
    Given a clean document DOC-D
    And the deviation_ref of P-1 is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PIL-014 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: competed after the trial
    Given its method is "open"
    When rule PIL-014 runs
    Then it is not applicable to P-1

  Scenario: not yet awarded
    Given its awarded_on is empty
    When rule PIL-014 runs
    Then it is not applicable to P-1

  Scenario: nobody knows when the trial was signed
    Given the signed_on of A-1 is empty
    When rule PIL-014 runs
    Then it is undetermined for P-1

  Scenario: the trial of another firm of the same group, one day after the window
    Given its vendor.group is "Orbit Group"
    And a clean vendor V-X
    And the group of V-X is "Orbit Group"
    And the vendor of A-1 is "V-X"
    And the awarded_on of P-1 is one day after window.follow_on after ends_on of A-1
    When rule PIL-014 runs
    Then it passes for P-1

  Scenario: the deviation is one day younger than the award
    Given a clean document DOC-D
    And the deviation_ref of P-1 is "DOC-D"
    And the dated_on of DOC-D is one day after awarded_on of P-1
    When rule PIL-014 runs
    Then it fails for P-1
