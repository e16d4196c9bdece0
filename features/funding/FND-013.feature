Feature: FND-013 Greatest liability of a contract above the credit and authority left
  What a contract may make the office owe at most, with options, minimum purchase, termination and
  renewal, is covered by credit and contract authority that others have not bound.

  Background:
    Given a clean contract C-1
    And its value is EUR 60,000.00
    And the amount of FL-1-M1 is EUR 100,000.00

  Scenario: everything together is just covered
    Given its options_value is EUR 20,000.00
    And its minimum_purchase is EUR 15,000.00
    And its termination_liability is EUR 5,000.00
    When rule FND-013 runs
    Then it passes for C-1

  Scenario: one cent more than is covered
    Given its options_value is EUR 20,000.00
    And its minimum_purchase is EUR 15,000.00
    And its termination_liability is one cent above EUR 5,000.00
    When rule FND-013 runs
    Then it fails for C-1
    And the amount at issue is EUR 0.01

  Scenario: it renews itself, so the price may be owed twice
    Given its auto_renews is true
    When rule FND-013 runs
    Then it fails for C-1
    And the amount at issue is EUR 20,000.00

  Scenario: contract authority covers what the year's credit does not
    Given its auto_renews is true
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "contract_authority"
    And its amount is EUR 20,000.00
    And its effective_on is exactly signed_on of C-1
    And its approved_on is exactly signed_on of C-1
    When rule FND-013 runs
    Then it passes for C-1

  Scenario: the authority was approved one day after signature
    Given its auto_renews is true
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "contract_authority"
    And its amount is EUR 20,000.00
    And its approved_on is one day after signed_on of C-1
    When rule FND-013 runs
    Then it fails for C-1

  Scenario: authority that was cancelled before covers nothing
    Given its auto_renews is true
    And a clean budget movement M-2
    And its funding_line is "FL-1"
    And its kind is "contract_authority"
    And its amount is EUR 20,000.00
    And a clean budget movement M-3
    And its funding_line is "FL-1"
    And its kind is "contract_authority_cancelled"
    And its amount is EUR 0.01
    When rule FND-013 runs
    Then it fails for C-1
    And the amount at issue is EUR 0.01

  Scenario: others had bound the credit one day before
    Given its options_value is EUR 0.00
    And a clean commitment S-9
    And its amount is one cent above EUR 40,000.00
    And its booked_on is one day before signed_on of C-1
    When rule FND-013 runs
    Then it fails for C-1
    And the amount at issue is EUR 0.01

  Scenario: what others bind on the day itself is judged where they bind it
    Given a clean commitment S-9
    And its amount is one cent above EUR 40,000.00
    And its booked_on is exactly signed_on of C-1
    When rule FND-013 runs
    Then it passes for C-1

  Scenario: its own commitment does not count against it
    Given a clean commitment S-9
    And its contract is "C-1"
    And its amount is EUR 60,000.00
    And its booked_on is one day before signed_on of C-1
    When rule FND-013 runs
    Then it passes for C-1

  Scenario: the line bears half of a divided contract
    Given its auto_renews is true
    And a clean allocation A-1
    And its contract is "C-1"
    And its share is 50%
    And a clean allocation A-2
    And its contract is "C-1"
    And its funding_line is "FL-W"
    And its share is 50%
    When rule FND-013 runs
    Then it passes for C-1

  Scenario: a framework binds only to its minimum purchase
    Given its kind is "framework"
    And its value is EUR 500,000.00
    And its minimum_purchase is EUR 100,000.00
    When rule FND-013 runs
    Then it passes for C-1

  Scenario: a contract without a procedure names no line
    Given its procurement is empty
    When rule FND-013 runs
    Then it is not applicable to C-1

  Scenario: what is given in kind costs no money
    Given its procurement.funding_line.source is "national_in_kind"
    And its auto_renews is true
    When rule FND-013 runs
    Then it is not applicable to C-1

  Scenario: nobody knows what is owed on termination
    Given its termination_liability is empty
    When rule FND-013 runs
    Then it is undetermined for C-1
