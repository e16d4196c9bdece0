Feature: PRO-018 The same finding was made again and again within a year
  Scenario: the third time, on a line of a memorandum
    Given a contract case with these findings
      | rule    | times |
      | PAY-001 | 3     |
    And the case has source "multinational_mou"
    When rule PRO-018 is asked
    Then it holds
    And PRO-005 holds before it
    And it is referred to programme board
  Scenario: the third time, on the military budget
    Given a contract case with these findings
      | rule    | times |
      | PAY-001 | 3     |
    And the case has source "military_budget"
    When rule PRO-018 is asked
    Then it is referred to nor
  Scenario: the third time, on common investment money
    Given a contract case with these findings
      | rule    | times |
      | PAY-001 | 3     |
    And the case has source "nsip"
    When rule PRO-018 is asked
    Then it is referred to investment committee staff
  Scenario: the third time, for a customer
    Given a contract case with these findings
      | rule    | times |
      | PAY-001 | 3     |
    And the case has source "customer_funded"
    When rule PRO-018 is asked
    Then it is referred to customer
  Scenario: the third time, of a vendor
    Given a contract case with these findings
      | rule    | times | set     |
      | VND-001 | 3     | vendors |
    When rule PRO-018 is asked
    Then it is referred to security office
  Scenario: the third time, source unknown
    Given a contract case with these findings
      | rule    | times |
      | PAY-001 | 3     |
    When rule PRO-018 is asked
    Then it is referred to financial controller
  Scenario: the third time, of a procedure
    Given a contract case with these findings
      | rule    | times | set         |
      | PRC-014 | 3     | procurement |
    When rule PRO-018 is asked
    Then it is referred to contracting authority
  Scenario: the second time
    Given a contract case with these findings
      | rule    | times |
      | PAY-001 | 2     |
    When rule PRO-018 is asked
    Then it does not hold
