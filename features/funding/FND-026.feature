# A line is among those of the contract or it is not: there is no amount or day to stand at.
@no-boundary
Feature: FND-026 Commitment on a line that is not among those of its contract
  A contract is committed on the line that its procedure named, or on those that agreed to share it.

  Background:
    Given a clean commitment S-1

  Scenario: the line of the procedure
    When rule FND-026 runs
    Then it passes for S-1

  Scenario: another line
    Given its funding_line is "FL-W"
    When rule FND-026 runs
    Then it fails for S-1
    And the amount at issue is its amount
    And the message for S-1 contains "FL-W"

  Scenario: another line that agreed to bear a part
    Given its funding_line is "FL-W"
    And a clean allocation A-1
    And its contract is "S-1-C"
    And its funding_line is "FL-W"
    When rule FND-026 runs
    Then it passes for S-1

  Scenario: a division that was withdrawn does not count
    Given its funding_line is "FL-W"
    And a clean allocation A-1
    And its contract is "S-1-C"
    And its funding_line is "FL-W"
    And its status is "cancelled"
    When rule FND-026 runs
    Then it fails for S-1

  Scenario: a commitment outside any contract
    Given its contract is empty
    When rule FND-026 runs
    Then it is not applicable to S-1

  Scenario: the commitment names no line
    Given its funding_line is empty
    When rule FND-026 runs
    Then it is undetermined for S-1
