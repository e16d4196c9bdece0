# A text looks like one or it does not: there is no amount or day to stand at.
# A line without a text holds nothing personal, so nothing is left open.
@no-boundary @no-undetermined
Feature: QLT-028 Free text that looks like a personal address, number or account
  A description says what was bought. What looks like an address, a telephone or an account of a person
  is shown to few, and never printed.


  Background:
    Given a clean payment S-1

  Scenario Outline: what looks personal
    Given its description is "<text>"
    When rule QLT-028 runs
    Then it fails for S-1
    And the message for S-1 contains "not printed here"

    Examples:
      | text                                     |
      | travel, ask someone.else@example.org     |
      | refund to NL91 ABNA 0417 1643 00         |
      | refund to DE89370400440532013000         |
      | call +31 20 555 0100 before delivery     |

  Scenario Outline: what does not
    Given its description is "<text>"
    When rule QLT-028 runs
    Then it passes for S-1

    Examples:
      | text                                     |
      | Imagery of test areas                    |
      | 2 licences @ EUR 400 each                |
      | order PO2026 0417, lot 12                |
      | period 2026-01-01 to 2026-03-31          |

  Scenario: no text
    Given its description is empty
    When rule QLT-028 runs
    Then it passes for S-1

  Scenario: a cancelled line
    Given its description is "ask someone.else@example.org"
    And its status is "cancelled"
    When rule QLT-028 runs
    Then it is not applicable to S-1
