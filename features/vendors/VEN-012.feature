Feature: VEN-012 Payment to a vendor that an exclusion list names
  No money goes to a firm while an exclusion from payments that names its number or its legal entity
  identifier is in force.

  Background:
    Given a clean exclusion X-1
    And a clean payment S-1

  Scenario: named by its vendor number
    Given the identifiers of X-1 is "REG-77;V-1"
    When rule VEN-012 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: named by its legal entity identifier
    Given its vendor.lei is "EXEMPLA0000000050189"
    And the identifiers of X-1 is "EXEMPLA0000000050189"
    When rule VEN-012 runs
    Then it fails for S-1
    And the message for S-1 contains "to V-1"

  Scenario: other firms are named
    Given the identifiers of X-1 is "V-11;EXEMPLA0000000050189"
    When rule VEN-012 runs
    Then it passes for S-1

  Scenario: on the last day of the exclusion
    Given the identifiers of X-1 is "V-1"
    And the valid_until of X-1 is exactly booked_on of S-1
    When rule VEN-012 runs
    Then it fails for S-1

  Scenario: the exclusion ended one day before
    Given the identifiers of X-1 is "V-1"
    And the valid_until of X-1 is one day before booked_on of S-1
    When rule VEN-012 runs
    Then it passes for S-1

  Scenario: on the first day of the exclusion
    Given the identifiers of X-1 is "V-1"
    And the valid_from of X-1 is exactly booked_on of S-1
    When rule VEN-012 runs
    Then it fails for S-1

  Scenario: the exclusion begins one day later
    Given the identifiers of X-1 is "V-1"
    And the valid_from of X-1 is one day after booked_on of S-1
    When rule VEN-012 runs
    Then it passes for S-1

  Scenario: excluded from new awards only
    Given the identifiers of X-1 is "V-1"
    And the scope of X-1 is "awards"
    When rule VEN-012 runs
    Then it passes for S-1

  Scenario: a bill is no payment
    Given the identifiers of X-1 is "V-1"
    And the kind of S-1 is "invoice"
    When rule VEN-012 runs
    Then it is not applicable to S-1

  Scenario: the firm has no legal entity identifier on file
    Given its vendor.lei is empty
    When rule VEN-012 runs
    Then it is undetermined for S-1
