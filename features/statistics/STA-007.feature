Feature: STA-007 Invoice numbers of a vendor that follow on one another
  A firm with other customers does not send one of them every invoice that it writes.

  Background:
    Given these invoices
      | spending_id | vendor | document_number |
      | S-1         | V-9    | 2026/007        |
      | S-2         | V-9    | 2026/008        |
      | S-3         | V-9    | 2026/009        |
      | S-4         | V-9    | 2026/031        |
    And parameter statistics.sequence_least is 4
    And parameter statistics.sequence_share is 50%

  Scenario: exactly the share that is allowed
    When rule STA-007 runs
    Then it passes for V-9

  Scenario: one more than that follows on another
    Given the document_number of S-4 is "2026/010"
    When rule STA-007 runs
    Then it fails for V-9
    And the message for V-9 contains "3 of 4 invoice numbers"

  Scenario: the next number of another series
    Given the document_number of S-4 is "2027/010"
    When rule STA-007 runs
    Then it passes for V-9

  Scenario: one fewer than the numbers that are needed
    Given the document_number of S-4 is "2026/009"
    When rule STA-007 runs
    Then it is not applicable to V-9

  Scenario: the numbers do not count
    Given the document_number of S-1 is "a"
    And the document_number of S-2 is "b"
    And the document_number of S-3 is "c"
    And the document_number of S-4 is "d"
    When rule STA-007 runs
    Then it is undetermined for V-9
