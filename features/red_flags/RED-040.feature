Feature: RED-040 Vendor with a large part of all that was contracted
  A firm with a large part of all contracts is a reason to ask whether the office depends on it.


  Background:
    Given parameter red.vendor_share is 30%
    And parameter red.vendor_floor is EUR 1,000,000.00
    And these contracts
      | contract_id | vendor | value            |
      | C-1         | V-8    | EUR 300,000.00   |
      | C-2         | V-9    | EUR 601,234.57   |

  Scenario: exactly the share, at the floor
    When rule RED-040 runs
    Then it passes for V-8

  Scenario: more than the share
    When rule RED-040 runs
    Then it fails for V-9

  Scenario: one cent above the share
    Given its value is one cent below EUR 601,234.57
    And the value of C-1 is one cent above EUR 300,000.00
    When rule RED-040 runs
    Then it fails for V-8

  Scenario: one cent below the floor
    Given its value is one cent below EUR 601,234.57
    When rule RED-040 runs
    Then it is not applicable to V-9

  Scenario: a value is unknown
    Given the value of C-1 is empty
    And the value of C-2 is EUR 2,000,000.00
    When rule RED-040 runs
    Then it is undetermined for V-8
