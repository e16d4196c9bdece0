Feature: VEN-010 Contract with a vendor whose name is like one on an exclusion list
  A list that names a firm without a number is compared by name; what is alike is looked at, no more.

  Background:
    Given a clean exclusion X-1
    And its name is "Kelvara Imaging GmbH"
    And its identifiers is "REG-77"
    And its nation is empty
    And a clean contract C-1
    And its vendor.name is "KELVARA IMAGING"

  Scenario: the same name, but for case and legal form
    When rule VEN-010 runs
    Then it fails for C-1
    And the message for C-1 contains "like that of 1 entries"

  Scenario: a letter is missing
    Given its vendor.name is "Kelvara Imging AG"
    When rule VEN-010 runs
    Then it fails for C-1

  Scenario: another firm of the trade
    Given its vendor.name is "Tolmund Imaging"
    When rule VEN-010 runs
    Then it passes for C-1

  Scenario: the entry is of a firm in another nation
    Given the nation of X-1 is "US"
    When rule VEN-010 runs
    Then it passes for C-1

  Scenario: the entry names the firm by its number, which VEN-001 shows
    Given the identifiers of X-1 is "V-1"
    When rule VEN-010 runs
    Then it passes for C-1

  Scenario: on the last day of the exclusion
    Given the valid_until of X-1 is exactly signed_on of C-1
    When rule VEN-010 runs
    Then it fails for C-1

  Scenario: the exclusion ended one day before
    Given the valid_until of X-1 is one day before signed_on of C-1
    When rule VEN-010 runs
    Then it passes for C-1

  Scenario: excluded from payments, not from awards
    Given the scope of X-1 is "payments"
    When rule VEN-010 runs
    Then it passes for C-1

  Scenario: a firm without a name
    Given its vendor.name is empty
    When rule VEN-010 runs
    Then it is not applicable to C-1

  Scenario: the day of signature is unknown
    Given its signed_on is empty
    When rule VEN-010 runs
    Then it is undetermined for C-1
