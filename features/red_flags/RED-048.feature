Feature: RED-048 Supplier of unusually many kinds of goods and services
  Items of awards in force are taken by the first signs of their codes.

  Background:
    Given these vendors
      | vendor_id |
      | V-A       |
      | V-B       |
    And these procurements
      | procurement_id |
      | P-1            |
    And these suppliers
      | supplier_id | procurement | vendor | outcome |
      | S-1         | P-1         | V-A    | active  |
      | S-2         | P-1         | V-B    | active  |
    And these items
      | item_id | stage   | procurement | vendor | award_outcome | code     |
      | I-1     | awarded | P-1         | V-A    | active        | 30211000 |
      | I-2     | awarded | P-1         | V-A    | active        | 30211500 |
      | I-3     | awarded | P-1         | V-A    | active        | 72319000 |
      | I-4     | awarded | P-1         | V-B    | active        | 72319000 |
      | I-5     | awarded | P-1         | V-B    | cancelled     | 48000000 |
    And parameter r048.by_fence is false
    And parameter r048.threshold is 2
    And parameter r048.digits is 2
    And parameter r048.minimum_contracting_processes is 20

  Scenario: two first-level codes
    When rule RED-048 runs
    Then exactly these fail: V-A
    And the message for V-A contains "items of 2 different kinds"

  Scenario: three are asked for, one more than there are
    Given parameter r048.threshold is 3
    When rule RED-048 runs
    Then it passes for V-A

  Scenario: by five signs, three codes
    Given parameter r048.digits is 6
    And parameter r048.threshold is 3
    When rule RED-048 runs
    Then it fails for V-A

  Scenario: by the fence, where nobody won in as many procedures as asked for
    Given parameter r048.by_fence is true
    And parameter r048.minimum_contracting_processes is 2
    When rule RED-048 runs
    Then it is not applicable to V-A

  Scenario: by the fence of two suppliers
    # Numbers 1 and 2: the quartiles of two are the values themselves; the fence is 2 + 1.5.
    Given parameter r048.by_fence is true
    And parameter r048.minimum_contracting_processes is 1
    When rule RED-048 runs
    Then it passes for V-A

  Scenario: exactly one supplier, which is the fence itself
    Given parameter r048.by_fence is true
    And parameter r048.minimum_contracting_processes is 1
    And the outcome of S-2 is "cancelled"
    When rule RED-048 runs
    Then it fails for V-A

  Scenario: nobody knows the code of an item
    Given parameter r048.threshold is 3
    And the code of I-3 is empty
    When rule RED-048 runs
    Then it is undetermined for V-A
