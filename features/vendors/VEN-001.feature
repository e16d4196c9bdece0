Feature: VEN-001 Contract with a vendor that an exclusion list names
  No contract is signed with a firm while an exclusion that names its number or its legal entity
  identifier is in force.

  Background:
    Given a clean exclusion X-1
    And a clean contract C-1

  Scenario: named by its vendor number
    Given the identifiers of X-1 is "REG-77;V-1"
    When rule VEN-001 runs
    Then it fails for C-1
    And the amount at issue is its value

  Scenario: named by its legal entity identifier
    Given its vendor.lei is "EXEMPLA0000000050189"
    And the identifiers of X-1 is "EXEMPLA0000000050189"
    When rule VEN-001 runs
    Then it fails for C-1
    And the message for C-1 contains "V-1"

  Scenario: other firms are named
    Given the identifiers of X-1 is "V-11;EXEMPLA0000000050189"
    When rule VEN-001 runs
    Then it passes for C-1

  Scenario: on the last day of the exclusion
    Given the identifiers of X-1 is "V-1"
    And the valid_until of X-1 is exactly signed_on of C-1
    When rule VEN-001 runs
    Then it fails for C-1

  Scenario: the exclusion ended one day before
    Given the identifiers of X-1 is "V-1"
    And the valid_until of X-1 is one day before signed_on of C-1
    When rule VEN-001 runs
    Then it passes for C-1

  Scenario: on the first day of the exclusion
    Given the identifiers of X-1 is "V-1"
    And the valid_from of X-1 is exactly signed_on of C-1
    When rule VEN-001 runs
    Then it fails for C-1

  Scenario: the exclusion begins one day later
    Given the identifiers of X-1 is "V-1"
    And the valid_from of X-1 is one day after signed_on of C-1
    When rule VEN-001 runs
    Then it passes for C-1

  Scenario: excluded from payments, not from awards
    Given the identifiers of X-1 is "V-1"
    And the scope of X-1 is "payments"
    When rule VEN-001 runs
    Then it passes for C-1

  Scenario: a cancelled contract
    Given the identifiers of X-1 is "V-1"
    And its status is "cancelled"
    When rule VEN-001 runs
    Then it is not applicable to C-1

  Scenario: the firm has no legal entity identifier on file
    Given its vendor.lei is empty
    When rule VEN-001 runs
    Then it is undetermined for C-1
