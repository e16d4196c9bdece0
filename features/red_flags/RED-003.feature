Feature: RED-003 Tender open for fewer whole days than the procedure asks
  Only whole days of 24 hours count, so that a tender that closes a minute early was a day shorter.

  Background:
    Given a clean procurement P-1
    And its tender_opens_at is 2026-01-10T18:00:00
    And parameter r003.threshold is 15

  Scenario: one second short of the period
    Given its tender_closes_at is 2026-01-25T17:59:59
    When rule RED-003 runs
    Then it fails for P-1
    And the message for P-1 contains "open for 14 whole days; 15 are asked for"

  Scenario: the whole period
    Given its tender_closes_at is 2026-01-25T18:00:00
    When rule RED-003 runs
    Then it passes for P-1

  Scenario: one day fewer is asked for
    Given parameter r003.threshold is 14
    And its tender_closes_at is 2026-01-25T17:59:59
    When rule RED-003 runs
    Then it passes for P-1

  Scenario: one day more is asked for, exactly one more than were given
    Given parameter r003.threshold is 16
    And its tender_closes_at is 2026-01-25T18:00:00
    When rule RED-003 runs
    Then it fails for P-1

  Scenario: only other methods are looked at
    Given parameter r003.procurement_methods is selective; limited
    And its method is "open"
    And its tender_closes_at is 2026-01-12T18:00:00
    When rule RED-003 runs
    Then it is not applicable to P-1

  Scenario: its method is one of those
    Given parameter r003.procurement_methods is open; limited
    And its method is "open"
    And its tender_closes_at is 2026-01-12T18:00:00
    When rule RED-003 runs
    Then it fails for P-1

  Scenario: a procedure on which no red flag is raised
    Given parameter red_flags.excluded_procurement_methods is framework order
    And its method_details is "framework order"
    And its tender_closes_at is 2026-01-12T18:00:00
    When rule RED-003 runs
    Then it is not applicable to P-1

  Scenario: nobody knows when it closed
    Given its tender_closes_at is empty
    When rule RED-003 runs
    Then it is undetermined for P-1
