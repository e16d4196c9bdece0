Feature: PRC-022 Contracts of one procedure above its award
  The contracts of a procedure together stay within what was awarded.

  Background:
    Given a clean document DOC-D
    And a clean contract C-1

  Scenario: at the award
    Given its value is exactly procurement.award_value
    When rule PRC-022 runs
    Then it passes for C-1

  Scenario: one cent above the award
    Given its value is one cent above procurement.award_value
    When rule PRC-022 runs
    Then it fails for C-1
    And the amount at issue is EUR 0.01

  Scenario: two contracts of one award
    Given a clean contract C-2
    And its procurement is "C-1-P"
    And its signed_on is one day after signed_on of C-1
    And its value is EUR 0.01
    When rule PRC-022 runs
    Then exactly these fail: C-2
    And it passes for C-1

  Scenario: an order that names the procedure of its framework
    Given a clean contract C-2
    And its procurement is "C-1-P"
    And its kind is "call_off"
    And its parent is "C-1"
    And its signed_on is one day after signed_on of C-1
    When rule PRC-022 runs
    Then it is not applicable to C-2
    And it passes for C-1

  Scenario: an award in another currency than the contract's own
    Given its value is EUR 100.00
    And its procurement.award_value is EUR 99.99
    When rule PRC-022 runs
    Then it fails for C-1
    And the amount at issue is EUR 0.01

  Scenario: a deviation was approved by the day of signature
    Given its value is one cent above procurement.award_value
    And its procurement.deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly signed_on of C-1
    When rule PRC-022 runs
    Then it passes for C-1 by exception approved deviation

  Scenario: the award has no value
    Given its procurement.award_value is empty
    When rule PRC-022 runs
    Then it is undetermined for C-1

  Scenario: the contract has no value
    Given its value is empty
    When rule PRC-022 runs
    Then it is undetermined for C-1
