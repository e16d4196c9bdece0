# The program itself makes these records: nothing in them is unknown.
@no-boundary @no-undetermined
Feature: QLT-062 Waiver whose cap is used up
  The cap depletes in the order of the acts; what does not fit stays open.

  Background:
    Given a clean waiver W-1

  Scenario: two findings do not fit
    Given its beyond_cap is 2
    When rule QLT-062 runs
    Then it fails for W-1
    And the message for W-1 contains "2 findings exceed what is left"

  Scenario: everything fits
    Given its beyond_cap is 0
    When rule QLT-062 runs
    Then it passes for W-1

  Scenario: it has no cap
    Given its cap is empty
    When rule QLT-062 runs
    Then it is not applicable to W-1
