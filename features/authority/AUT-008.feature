# Two persons or one: there is no amount or day to stand at.
@no-boundary
Feature: AUT-008 Funds certified by a person who also took another act on the same record
  Whoever certifies that credit is available neither approves, signs nor pays.

  Background:
    Given a clean approval A-1
    And its act is "certify_funds"
    And its person is "U-FIN"
    And a clean approval A-2
    And the subject_kind of A-2 is subject_kind of A-1
    And the subject of A-2 is subject of A-1
    And the act of A-2 is "sign"

  Scenario: the certifier signed as well
    Given the person of A-2 is "U-FIN"
    When rule AUT-008 runs
    Then it fails for A-1
    And the amount at issue is its amount

  Scenario: another person signed
    Given the person of A-2 is "U-SIG"
    When rule AUT-008 runs
    Then it passes for A-1

  Scenario: the certifier signed something else
    Given the person of A-2 is "U-FIN"
    And the subject of A-2 is "C-77"
    When rule AUT-008 runs
    Then it passes for A-1

  Scenario: the act is no certificate
    Given the act of A-1 is "accept"
    When rule AUT-008 runs
    Then it is not applicable to A-1

  Scenario: nobody knows who certified
    Given the person of A-1 is empty
    When rule AUT-008 runs
    Then it is undetermined for A-1
