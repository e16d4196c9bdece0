# A procurement that is not yet awarded is out of scope, so nothing is left open.
@no-undetermined
Feature: QLT-025 Step of a procurement dated after the check or before any plausible year
  What has been done was done before the check, and in a year that can be.


  Background:
    Given a clean procurement P-1

  Scenario: awarded on the day of the check
    Given its awarded_on is 2026-11-02
    When rule QLT-025 runs as of 2026-11-02
    Then it passes for P-1

  Scenario: awarded one day after the check
    Given its awarded_on is one day after 2026-11-02
    When rule QLT-025 runs as of 2026-11-02
    Then it fails for P-1
    And the message for P-1 contains "2026-11-03"

  Scenario: published in the first plausible year
    Given its published_on is 2000-01-01
    When rule QLT-025 runs
    Then it passes for P-1

  Scenario: published one day before it
    Given its published_on is one day before 2000-01-01
    When rule QLT-025 runs
    Then it fails for P-1

  Scenario: opened before any plausible year
    Given its opened_on is 1926-03-03
    When rule QLT-025 runs
    Then it fails for P-1

  Scenario: not yet awarded
    Given its awarded_on is empty
    When rule QLT-025 runs
    Then it is not applicable to P-1
