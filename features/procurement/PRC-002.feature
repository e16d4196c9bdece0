Feature: PRC-002 Fewer bids than the value band asks for
  Above the single-source limit a competition needs a few bids, and more from the upper band on.

  Background:
    Given a clean document DOC-D
    And a clean procurement P-1
    And its method is "open"

  Scenario: as many bids as the lower band asks for
    Given its estimated_value is one cent below limit.upper_band
    And its bids_received is exactly bids.lower_band
    When rule PRC-002 runs
    Then it passes for P-1

  Scenario: one bid fewer than the lower band asks for
    Given its estimated_value is one cent below limit.upper_band
    And its bids_received is one fewer than bids.lower_band
    When rule PRC-002 runs
    Then it fails for P-1
    And the amount at issue is its award_value

  Scenario: the upper band begins at its limit
    Given its estimated_value is exactly limit.upper_band
    And its bids_received is one fewer than bids.upper_band
    When rule PRC-002 runs
    Then it fails for P-1

  Scenario: as many bids as the upper band asks for
    Given its estimated_value is exactly limit.upper_band
    And its bids_received is exactly bids.upper_band
    When rule PRC-002 runs
    Then it passes for P-1

  Scenario: within the single-source limit no competition is asked for
    Given its estimated_value is exactly limit.single_source
    And its bids_received is 1
    When rule PRC-002 runs
    Then it is not applicable to P-1

  Scenario: just above the single-source limit
    Given its estimated_value is one cent above limit.single_source
    And its bids_received is 1
    When rule PRC-002 runs
    Then it fails for P-1
    And the message for P-1 contains "1; asked for"

  Scenario: the investment programme has bands of its own
    Given its funding_line.source is "nsip"
    And its estimated_value is exactly limit.upper_band
    And its bids_received is one fewer than bids.upper_band
    When rule PRC-002 runs
    Then it fails for P-1

  Scenario: not awarded yet
    Given its bids_received is 1
    And its awarded_on is empty
    When rule PRC-002 runs
    Then it is not applicable to P-1

  Scenario: an order on a framework was competed before
    Given its method is "call_off"
    And its bids_received is 1
    When rule PRC-002 runs
    Then it is not applicable to P-1

  Scenario: a deviation was approved before the award
    Given its bids_received is 1
    And its deviation_ref is "DOC-D"
    And the dated_on of DOC-D is exactly awarded_on of P-1
    When rule PRC-002 runs
    Then it passes for P-1 by exception approved deviation

  Scenario: nobody counted the bids
    Given its bids_received is empty
    When rule PRC-002 runs
    Then it is undetermined for P-1
