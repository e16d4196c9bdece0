Feature: QLT-040 List of which most lines also stand in another list
  A list that was published twice counts the same money twice; a few equal lines are chance.

  Background:
    Given parameter quality.repeated_share is 50%
    And these payments
      | spending_id | published_in | vendor | amount     | booked_on  |
      | S-1         | january      | V-1    | EUR 100.00 | 2026-05-04 |
      | S-2         | january      | V-1    | EUR 200.00 | 2026-05-04 |
      | S-3         | january      | V-1    | EUR 300.00 | 2026-05-05 |
      | S-4         | january      | V-1    | EUR 400.00 | 2026-05-06 |
      | S-5         | february     | V-1    | EUR 100.00 | 2026-05-04 |
      | S-6         | february     | V-1    | EUR 200.00 | 2026-05-04 |
      | S-7         | february     | V-1    | EUR 300.00 | 2026-05-06 |
      | S-8         | february     | V-1    | EUR 500.00 | 2026-05-06 |

  Scenario: half of the lines stand in both
    Given parameter quality.repeated_lines is 4
    When rule QLT-040 runs
    Then it passes for february
    And it passes for january

  Scenario: three of four lines stand in both
    Given parameter quality.repeated_lines is 4
    And the booked_on of S-7 is 2026-05-05
    When rule QLT-040 runs
    Then exactly these fail: february, january
    And the message for january contains "3 of 4 lines"

  Scenario: a list of one row more than a list has to have
    Given parameter quality.repeated_lines is 3
    And the booked_on of S-7 is 2026-05-05
    When rule QLT-040 runs
    Then exactly these fail: february, january

  Scenario: a list with fewer lines is not compared
    Given parameter quality.repeated_lines is 5
    And the booked_on of S-7 is 2026-05-05
    When rule QLT-040 runs
    Then it is not applicable to february
    And it is not applicable to january

  Scenario: the same line twice in one list is no repeat of another
    Given parameter quality.repeated_lines is 4
    And the booked_on of S-5 is 2026-05-07
    And the booked_on of S-6 is 2026-05-07
    And the amount of S-2 is EUR 100.00
    When rule QLT-040 runs
    Then it passes for february
    And it passes for january

  Scenario: lines without a day may or may not be repeats
    Given parameter quality.repeated_lines is 4
    And the booked_on of S-2 is empty
    When rule QLT-040 runs
    Then exactly these are undetermined: january
    And it passes for february
