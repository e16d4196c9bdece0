Feature: RED-014 Offers opened soon after the notice
  Between the notice and the opening lies time to prepare an offer.


  Background:
    Given a clean procurement P-1

  Scenario: exactly the time looked for
    Given its opened_on is red.advert after published_on
    When rule RED-014 runs
    Then it passes for P-1

  Scenario: one day less
    Given its opened_on is one day before red.advert after published_on
    When rule RED-014 runs
    Then it fails for P-1

  Scenario: a few firms were invited
    Given its method is "limited"
    And its opened_on is one day after published_on
    When rule RED-014 runs
    Then it is not applicable to P-1

  Scenario: the day of the opening is unknown
    Given its opened_on is empty
    When rule RED-014 runs
    Then it is undetermined for P-1
