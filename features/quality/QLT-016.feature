Feature: QLT-016 Spending line that stands more than once
  One vendor, document, day, text and amount stand in one line; each further one is asked about.

  Background:
    Given a clean payment S-1
    And its vendor is "Specimen Orbit"
    And its document_number is "4000031294"
    And its amount is exactly floor.identical_line
    And a clean payment S-2
    And its vendor is "Specimen Orbit"
    And its document_number is "4000031294"
    And its amount is exactly floor.identical_line

  Scenario: the same line again
    When rule QLT-016 runs
    Then exactly these fail: S-2
    And it passes for S-1
    And the message for S-2 contains "line 2"

  Scenario: one cent apart
    Given its amount is one cent above floor.identical_line
    When rule QLT-016 runs
    Then it passes for S-2

  Scenario: one day apart
    Given its booked_on is one day after booked_on of S-1
    When rule QLT-016 runs
    Then it passes for S-2

  Scenario: another text
    Given its description is "second delivery"
    When rule QLT-016 runs
    Then it passes for S-2

  Scenario: below the floor the rule stays silent
    Given the amount of S-1 is one cent below floor.identical_line
    And its amount is one cent below floor.identical_line
    When rule QLT-016 runs
    Then it is not applicable to S-2

  Scenario: no text to compare
    Given its description is empty
    When rule QLT-016 runs
    Then it is undetermined for S-2
