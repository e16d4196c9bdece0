Feature: PRC-003 Time for bids shorter than the shortest allowed
  Between the notice and the last day for bids lies at least the shortest time.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1
    And its method is "open"

  Scenario: exactly the shortest time
    Given its bids_due_on is period.submission after published_on
    When rule PRC-003 runs
    Then it passes for P-1

  Scenario: one day less
    Given its bids_due_on is one day before period.submission after published_on
    When rule PRC-003 runs
    Then it fails for P-1
    And the message for P-1 contains "the shortest time"

  Scenario: a shorter time was approved before the notice
    Given its bids_due_on is one day after published_on
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly published_on of P-1
    When rule PRC-003 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: a shorter time was approved after the notice
    Given its bids_due_on is one day after published_on
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is one day after published_on of P-1
    When rule PRC-003 runs
    Then it fails for P-1

  Scenario: a few firms were invited
    Given its method is "limited"
    And its bids_due_on is one day after published_on
    When rule PRC-003 runs
    Then it is not applicable to P-1

  Scenario: the day of the notice is unknown
    Given its published_on is empty
    When rule PRC-003 runs
    Then it is undetermined for P-1
