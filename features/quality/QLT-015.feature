# A number is there or it is not: there is no amount or day to stand at.
@no-boundary
Feature: QLT-015 Spending line without a document number
  Every invoice and payment names the document behind it.

  Background:
    Given a clean payment S-1

  Scenario: no number
    Given its document_number is empty
    When rule QLT-015 runs
    Then it fails for S-1
    And the message for S-1 contains "names no document"

  Scenario: a number
    Given its document_number is "2026-0417"
    When rule QLT-015 runs
    Then it passes for S-1

  Scenario: an accrual may stand without one
    Given its kind is "accrual"
    And its document_number is empty
    When rule QLT-015 runs
    Then it is not applicable to S-1

  Scenario: nobody knows what the line is
    Given its kind is empty
    And its document_number is empty
    When rule QLT-015 runs
    Then it is undetermined for S-1
