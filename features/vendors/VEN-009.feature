# A right identifier or a wrong one: there is no amount or day to stand at. Where none is on file there is
# nothing to judge, so nothing is left open.
@no-boundary @no-undetermined
Feature: VEN-009 Legal entity identifier whose check digits are wrong
  A legal entity identifier has 18 digits or capitals and two check digits, which show a wrong or exchanged
  sign.

  Background:
    Given a clean vendor V-1

  Scenario: the check digits fit
    Given its lei is "EXEMPLA0000000000913"
    When rule VEN-009 runs
    Then it passes for V-1

  Scenario: the last digit is another
    Given its lei is "EXEMPLA0000000000914"
    When rule VEN-009 runs
    Then it fails for V-1
    And the message for V-1 contains "EXEMPLA0000000000914"

  Scenario: two signs have changed places
    Given its lei is "EXEPMLA0000000000913"
    When rule VEN-009 runs
    Then it fails for V-1

  Scenario: one sign too few
    Given its lei is "EXEMPLA000000000091"
    When rule VEN-009 runs
    Then it fails for V-1

  # A zero before the others changes no remainder, so that the length is asked as well.
  Scenario: one zero too many
    Given its lei is "0EXEMPLA0000000000913"
    When rule VEN-009 runs
    Then it fails for V-1

  Scenario: the firm's number with a hyphen
    Given its lei is "EXEM-PLA0000000000913"
    When rule VEN-009 runs
    Then it fails for V-1

  Scenario: small letters
    Given its lei is "exempla0000000000913"
    When rule VEN-009 runs
    Then it fails for V-1

  Scenario: no identifier is on file
    Given its lei is empty
    When rule VEN-009 runs
    Then it is not applicable to V-1
