Feature: RED-059 Contracts far from the value that was awarded
  Contracts are signed over about what was awarded.


  Background:
    Given parameter red.award_apart is 50%
    And a clean contract C-1
    And a clean procurement P-9
    And the award_value of C-1-P is EUR 100,000.00

  Scenario: half more than awarded
    Given the value of C-1 is EUR 150,000.00
    When rule RED-059 runs
    Then it passes for C-1-P

  Scenario: one cent above
    Given the value of C-1 is one cent above EUR 150,000.00
    When rule RED-059 runs
    Then it fails for C-1-P

  Scenario: half of the award
    Given the value of C-1 is EUR 50,000.00
    When rule RED-059 runs
    Then it passes for C-1-P

  Scenario: one cent below
    Given the value of C-1 is one cent below EUR 50,000.00
    When rule RED-059 runs
    Then it fails for C-1-P

  Scenario: no contract yet
    When rule RED-059 runs
    Then it is not applicable to P-9

  Scenario: a contract whose value is not told
    Given the value of C-1 is empty
    When rule RED-059 runs
    Then it is not applicable to C-1-P

  Scenario: the value of the award is unknown
    Given the award_value of C-1-P is empty
    When rule RED-059 runs
    Then it is undetermined for C-1-P
