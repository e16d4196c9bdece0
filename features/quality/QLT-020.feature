# A step without a date is passed over here; whether its date is owed is another question.
@no-undetermined
Feature: QLT-020 Dates of a procurement out of their order
  A procurement is launched, published, due, opened, evaluated and awarded in this order; two steps
  may fall on one day, and a step that was not needed has no date.


  Background:
    Given a clean procurement P-1

  Scenario Outline: on the day of the step before
    Given its <step> is exactly <before>
    When rule QLT-020 runs
    Then it passes for P-1

    Examples:
      | step         | before       |
      | published_on | launched_on  |
      | opened_on    | bids_due_on  |
      | evaluated_on | opened_on    |
      | awarded_on   | evaluated_on |

  Scenario Outline: one day before the step that it follows
    Given its <step> is one day before <before>
    When rule QLT-020 runs
    Then it fails for P-1

    Examples:
      | step         | before       |
      | published_on | launched_on  |
      | bids_due_on  | published_on |
      | opened_on    | bids_due_on  |
      | evaluated_on | opened_on    |
      | awarded_on   | evaluated_on |

  Scenario: a step without a date is passed over, and the next is held against the one before it
    Given its opened_on is empty
    And its evaluated_on is one day before bids_due_on
    When rule QLT-020 runs
    Then it fails for P-1
    And the message for P-1 contains "opened —"

  Scenario: only the award has a date
    Given its launched_on is empty
    And its published_on is empty
    And its bids_due_on is empty
    And its opened_on is empty
    And its evaluated_on is empty
    When rule QLT-020 runs
    Then it passes for P-1

  Scenario: a cancelled procurement
    Given its status is "cancelled"
    And its published_on is one day before launched_on
    When rule QLT-020 runs
    Then it is not applicable to P-1
