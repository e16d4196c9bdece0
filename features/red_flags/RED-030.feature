Feature: RED-030 Award to an offer that came after the end of the tender
  To the second: an offer that came at the end was in time.

  Background:
    Given these procurements
      | procurement_id | method_details | tender_closes_at    |
      | P-1            | open           | 2026-03-15T12:00:00 |
    And these suppliers
      | supplier_id | procurement | vendor | outcome |
      | S-1         | P-1         | V-A    | active  |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome | received_at         |
      | T-1         | P-1         | V-A    |          | valid   | 2026-03-15T12:00:01 |
      | T-2         | P-1         | V-B    |          | valid   | 2026-03-10T12:00:00 |

  Scenario: exactly one second late
    When rule RED-030 runs
    Then it fails for P-1

  Scenario: at the end itself
    Given the received_at of T-1 is 2026-03-15T12:00:00
    When rule RED-030 runs
    Then it passes for P-1

  Scenario: the late offer lost
    Given the vendor of S-1 is "V-B"
    When rule RED-030 runs
    Then it passes for P-1

  Scenario: the award is not settled
    Given the outcome of S-1 is "pending"
    When rule RED-030 runs
    Then it passes for P-1

  Scenario: the late offer was shut out
    Given the outcome of T-1 is "disqualified"
    When rule RED-030 runs
    Then it passes for P-1

  Scenario: the end was never stated
    Given the tender_closes_at of P-1 is empty
    When rule RED-030 runs
    Then it is not applicable to P-1

  Scenario: nobody noted when the winning offer came
    Given the received_at of T-1 is empty
    When rule RED-030 runs
    Then it is undetermined for P-1
