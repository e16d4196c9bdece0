# A line is contributed in kind or it is not: there is no amount or day to stand at.
@no-boundary
Feature: FND-005 Payment on a line that is contributed in kind
  A nation that contributes goods or services gives no money, so nothing can be paid from its line.

  Scenario: paid from a line in kind
    Given a clean payment S-1
    And its funding_line.source is "national_in_kind"
    When rule FND-005 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: paid from a line in money
    Given a clean payment S-1
    And its funding_line.source is "national_cash"
    When rule FND-005 runs
    Then it passes for S-1

  Scenario: a commitment on the line is no payment
    Given a clean commitment S-1
    And its funding_line.source is "national_in_kind"
    When rule FND-005 runs
    Then it is not applicable to S-1

  Scenario: nobody says where the line's money comes from
    Given a clean payment S-1
    And its funding_line.source is empty
    When rule FND-005 runs
    Then it is undetermined for S-1
