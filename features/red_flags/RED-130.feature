Feature: RED-130 Award won with an offer that came after the end
  The winner with the late offer is named, and nobody else.

  Background:
    Given these vendors
      | vendor_id |
      | V-A       |
      | V-B       |
      | V-C       |
    And these procurements
      | procurement_id | method_details | tender_closes_at    |
      | P-1            | open           | 2026-03-15T12:00:00 |
    And these suppliers
      | supplier_id | procurement | vendor | outcome |
      | S-1         | P-1         | V-A    | active  |
    And these tenderers
      | tenderer_id | procurement | vendor | partners | outcome | received_at         |
      | T-1         | P-1         | V-A    |          | valid   | 2026-03-15T12:00:01 |
      | T-2         | P-1         | V-B    |          | valid   | 2026-03-16T12:00:00 |

  Scenario: exactly one second late
    When rule RED-130 runs
    Then exactly these fail: V-A

  Scenario: at the end itself
    Given the received_at of T-1 is 2026-03-15T12:00:00
    When rule RED-130 runs
    Then it passes for V-A

  Scenario: a firm that never offered
    When rule RED-130 runs
    Then it is not applicable to V-C

  Scenario: nobody noted when the winning offer came
    Given the received_at of T-1 is empty
    When rule RED-130 runs
    Then it is undetermined for V-A
