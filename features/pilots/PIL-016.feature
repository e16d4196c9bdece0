Feature: PIL-016 Continuous access without a second source or way out
  A contract for continuous access above a value has a plan for a second source or a way out, dated
  by the day of signature; the plan of the pilot will do.

  Background:
    Given a clean document DOC-P
    And a clean contract C-1

  Scenario: the plan of the pilot
    When rule PIL-016 runs
    Then it passes for C-1

  Scenario: no plan at all, one cent above the value
    Given its value is one cent above floor.continuous_access
    And its procurement.pilot.second_source_ref is empty
    When rule PIL-016 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: no plan, at the value
    Given its value is exactly floor.continuous_access
    And its procurement.pilot.second_source_ref is empty
    When rule PIL-016 runs
    Then it is not applicable to C-1

  Scenario: a plan of its own, dated on the day of signature
    Given its second_source_ref is "DOC-P"
    And the dated_on of DOC-P is exactly signed_on of C-1
    When rule PIL-016 runs
    Then it passes for C-1

  Scenario: a plan dated one day after the signature
    Given its second_source_ref is "DOC-P"
    And the dated_on of DOC-P is one day after signed_on of C-1
    When rule PIL-016 runs
    Then it fails for C-1

  Scenario: a plan without a date
    Given its second_source_ref is "DOC-P"
    And the dated_on of DOC-P is empty
    When rule PIL-016 runs
    Then it fails for C-1
    And the message for C-1 contains "dated —"

  Scenario: a pilot that leads to no continuous access
    Given its procurement.pilot.continuous_access is "no"
    And its procurement.pilot.second_source_ref is empty
    When rule PIL-016 runs
    Then it is not applicable to C-1

  Scenario: nobody knows what is bought
    Given its procurement.category is empty
    When rule PIL-016 runs
    Then it is undetermined for C-1
