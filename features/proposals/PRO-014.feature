Feature: PRO-014 What is at issue in an award that was made
  Scenario: the award is made
    Given a procurement case with these findings
      | amount        | stage |
      | EUR 50,000.00 | award |
    And the case has last_act "award"
    When rule PRO-014 is asked
    Then it holds
    And the proposal is regularise
  Scenario: the award is not made
    Given a procurement case with these findings
      | amount        | stage |
      | EUR 50,000.00 | award |
    And the case has last_act "none"
    When rule PRO-014 is asked
    Then it does not hold
