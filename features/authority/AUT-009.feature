Feature: AUT-009 Act of authority by a person who had left the office
  An act is taken by a person who is still in service on that day.

  Background:
    Given a clean approval A-1

  Scenario: on the last day of service
    Given its person.left_on is exactly decided_on
    When rule AUT-009 runs
    Then it passes for A-1

  Scenario: one day after the person left
    Given its person.left_on is one day before decided_on
    When rule AUT-009 runs
    Then it fails for A-1
    And the amount at issue is its amount

  Scenario: the person is still in service
    Given its person.left_on is empty
    When rule AUT-009 runs
    Then it passes for A-1

  Scenario: nothing was approved
    Given its person.left_on is one day before decided_on
    And its decision is "rejected"
    When rule AUT-009 runs
    Then it is not applicable to A-1

  Scenario: the day of the act is unknown
    Given its decided_on is empty
    When rule AUT-009 runs
    Then it is undetermined for A-1
