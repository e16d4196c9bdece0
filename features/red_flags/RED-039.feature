# Every question has its answer or not: there is no amount or day to stand at.
# A step of an unknown kind is neither a question nor an answer, so nothing is left open.
@no-boundary @no-undetermined
Feature: RED-039 Question of a firm without an answer
  What one firm asks is answered, and all firms learn it.


  Background:
    Given a clean procurement P-1

  Scenario: a question without an answer
    Given the kind of P-1-EV is "question_received"
    When rule RED-039 runs
    Then it fails for P-1

  Scenario: a question and its answer
    Given a clean event E-9
    And its procurement is "P-1"
    And its kind is "question_answered"
    And the kind of P-1-EV is "question_received"
    When rule RED-039 runs
    Then it passes for P-1

  Scenario: one fewer than the questions
    Given a clean event E-8
    And its procurement is "P-1"
    And its kind is "question_received"
    And a clean event E-9
    And its procurement is "P-1"
    And its kind is "question_answered"
    And the kind of P-1-EV is "question_received"
    When rule RED-039 runs
    Then it fails for P-1
    And the message for P-1 contains "2 questions of firms, 1 answers"

  Scenario: nobody asked
    When rule RED-039 runs
    Then it is not applicable to P-1

  Scenario: nobody knows what happened on the day
    Given a clean event E-9
    And its procurement is "P-1"
    And its kind is empty
    And the kind of P-1-EV is "question_received"
    When rule RED-039 runs
    Then it fails for P-1
