# A notice is dated or it is not: there is no amount or day to stand at.
@no-boundary
Feature: RED-004 Open procedure without a notice
  A procedure that any firm may join is announced.


  Background:
    Given a clean procurement P-1

  Scenario: no notice
    Given its published_on is empty
    When rule RED-004 runs
    Then it fails for P-1

  Scenario: a notice
    When rule RED-004 runs
    Then it passes for P-1

  Scenario: a few firms were invited
    Given its method is "limited"
    And its published_on is empty
    When rule RED-004 runs
    Then it is not applicable to P-1

  Scenario: nobody knows how firms were invited
    Given its method is empty
    And its published_on is empty
    When rule RED-004 runs
    Then it is undetermined for P-1
