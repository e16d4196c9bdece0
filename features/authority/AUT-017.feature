# Two persons or one: there is no amount or day to stand at.
@no-boundary
Feature: AUT-017 Payment released by the person who certified its funds
  Whoever certifies that credit is available does not release what is paid from it.

  Background:
    Given a clean payment S-1
    And a clean approval A-1
    And its act is "certify_funds"
    And its subject_kind is "contract"
    And its subject is contract of S-1
    And its person is "U-FIN"

  Scenario: another person released it
    Given the paid_by of S-1 is "U-PAY"
    When rule AUT-017 runs
    Then it passes for S-1

  Scenario: the certifier released it
    Given the paid_by of S-1 is "U-FIN"
    When rule AUT-017 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: the funds were certified for the procedure
    Given the person of A-1 is "U-DIR"
    And the subject_kind of A-1 is "procurement"
    And the subject of A-1 is procurement of S-1
    And the paid_by of S-1 is "U-DIR"
    When rule AUT-017 runs
    Then it fails for S-1

  Scenario: the certificate is of another contract
    Given the person of A-1 is "U-DIR"
    And the subject of A-1 is "C-77"
    And the paid_by of S-1 is "U-DIR"
    When rule AUT-017 runs
    Then it passes for S-1

  Scenario: a bill is not released by anyone
    Given the kind of S-1 is "invoice"
    When rule AUT-017 runs
    Then it is not applicable to S-1

  Scenario: nobody knows who released it
    Given the paid_by of S-1 is empty
    When rule AUT-017 runs
    Then it is undetermined for S-1
