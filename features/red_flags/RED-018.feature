Feature: RED-018 One tenderer in a procedure open to several
  Joint offers count once: what matters is how many came, not how many firms stood behind them.

  Background:
    Given a clean procurement P-1
    And its method is "open"

  Scenario: one came
    Given its tenderer_count is 1
    When rule RED-018 runs
    Then it fails for P-1

  Scenario: one more
    Given its tenderer_count is one more than 1
    When rule RED-018 runs
    Then it passes for P-1

  Scenario: nobody came
    Given its tenderer_count is one fewer than 1
    When rule RED-018 runs
    Then it passes for P-1

  Scenario: those who qualified were invited
    Given its method is "selective"
    And its tenderer_count is 1
    When rule RED-018 runs
    Then it fails for P-1

  Scenario: one firm was asked
    Given its method is "single_source"
    And its tenderer_count is 1
    When rule RED-018 runs
    Then it is not applicable to P-1

  Scenario: the office looks at small invitations only
    Given parameter r018.procurement_methods is limited
    And its tenderer_count is 1
    When rule RED-018 runs
    Then it is not applicable to P-1

  Scenario: a procedure on which no red flag is raised
    Given parameter red_flags.excluded_procurement_methods is framework order
    And its method_details is "framework order"
    And its tenderer_count is 1
    When rule RED-018 runs
    Then it is not applicable to P-1

  Scenario: nobody counted the tenderers
    Given its tenderer_count is empty
    When rule RED-018 runs
    Then it is undetermined for P-1
