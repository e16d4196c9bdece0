Feature: FND-016 Transfer beyond local authority without a decision on the budget
  Small transfers within a programme are decided on the spot; a transfer to another programme, or
  more than the limit in a year, is decided by those who vote the budget.

  Background:
    Given a clean budget movement M-1
    And its kind is "transfer_out"
    And its counter_line is "FL-W"
    And its amount is one cent above limit.transfer
    And its effective_on is 2026-04-20
    And its document is "DOC-M"
    And a clean document DOC-M
    And its kind is "other"
    And its dated_on is 2026-04-20

  Scenario: one cent above the limit, on the paper of the office
    When rule FND-016 runs
    Then it fails for M-1
    And the amount at issue is amount of M-1

  Scenario: at the limit itself
    Given the amount of M-1 is exactly limit.transfer
    When rule FND-016 runs
    Then it is not applicable to M-1

  Scenario: decided on the day of the transfer
    Given its kind is "budget_decision"
    When rule FND-016 runs
    Then it passes for M-1

  Scenario: decided one day after
    Given its kind is "budget_decision"
    And its dated_on is one day after effective_on of M-1
    When rule FND-016 runs
    Then it fails for M-1

  Scenario: a small transfer to another programme
    Given the amount of M-1 is EUR 1.00
    And the programme of FL-W is "Northern links"
    When rule FND-016 runs
    Then it fails for M-1
    And the message for M-1 contains "Northern links"

  Scenario: small transfers add up over the year
    Given the amount of M-1 is exactly limit.transfer
    And a clean budget movement M-2
    And its kind is "transfer_out"
    And its counter_line is "FL-W"
    And its amount is EUR 0.01
    And its effective_on is one day after effective_on of M-1
    And its document is "DOC-M"
    When rule FND-016 runs
    Then exactly these fail: M-2

  Scenario: what is received is the question of the line that gives
    Given the kind of M-1 is "transfer_in"
    When rule FND-016 runs
    Then it is not applicable to M-1

  Scenario: the paper bears no date
    Given its kind is "budget_decision"
    And its dated_on is empty
    When rule FND-016 runs
    Then it is undetermined for M-1
