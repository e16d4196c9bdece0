Feature: QLT-024 Contract dated in no plausible year
  A contract is signed and performed in years that the office can have known.


  Background:
    Given a clean contract C-1

  Scenario: on the last day of the last plausible year
    Given parameter years.ahead is 15
    And its ends_on is 2041-12-31
    When rule QLT-024 runs as of 2026-12-31
    Then it passes for C-1

  Scenario: one day after it
    Given parameter years.ahead is 15
    And its ends_on is one day after 2041-12-31
    When rule QLT-024 runs as of 2026-12-31
    Then it fails for C-1

  Scenario: a slip of the pen in the year
    Given its ends_on is 2062-12-15
    When rule QLT-024 runs
    Then it fails for C-1
    And the message for C-1 contains "2062-12-15"

  Scenario: signed on the first day of the first plausible year
    Given its signed_on is 2000-01-01
    When rule QLT-024 runs
    Then it passes for C-1

  Scenario: signed one day before it
    Given its signed_on is one day before 2000-01-01
    When rule QLT-024 runs
    Then it fails for C-1

  Scenario: nobody knows when it ends
    Given its ends_on is empty
    When rule QLT-024 runs
    Then it is undetermined for C-1

  Scenario: a cancelled contract
    Given its status is "cancelled"
    And its ends_on is 2062-12-15
    When rule QLT-024 runs
    Then it is not applicable to C-1
