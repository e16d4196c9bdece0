# The program itself makes these records: nothing in them is unknown or
# out of scope.
@no-boundary @no-undetermined @no-not-applicable
Feature: QLT-065 Waiver that its rule no longer allows
  A waiver follows the rule as it stands.

  Background:
    Given a clean waiver W-1

  Scenario: the rule may no longer be waived
    Given its fits is no
    When rule QLT-065 runs
    Then it fails for W-1

  Scenario: the rule stands as it was
    Given its fits is yes
    When rule QLT-065 runs
    Then it passes for W-1
