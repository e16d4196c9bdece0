# Equal or not, counted once or again: no amount or number is a limit here.
@no-boundary
Feature: FND-033 Contribution in kind that is counted again, in kind or as money
  What a nation gives in kind is counted once: not on a second entry, not on a second line, and not as money
  that came in.

  Background:
    Given these contributions
      | contribution_id | funding_line | nation | kind             | amount        | on_date    | document |
      | K-1             | FL-1         | NL     | in_kind_accepted | EUR 80,000.00 | 2026-05-04 | DOC-1    |
      | K-2             | FL-1         | NL     | in_kind_accepted | EUR 80,000.00 | 2026-06-04 | DOC-1    |

  Scenario: accepted twice by one paper
    When rule FND-033 runs
    Then it passes for K-1
    And it fails for K-2
    And the amount at issue is its amount

  Scenario: accepted twice on one day, by two papers
    Given its document is "DOC-2"
    And its on_date is 2026-05-04
    When rule FND-033 runs
    Then it fails for K-2

  Scenario: another delivery of equal value, by another paper and on another day
    Given its document is "DOC-2"
    When rule FND-033 runs
    Then it passes for K-2

  Scenario: another value
    Given its amount is one cent above EUR 80,000.00
    When rule FND-033 runs
    Then it passes for K-2

  Scenario: the same paper from another nation
    Given its nation is "NO"
    When rule FND-033 runs
    Then it passes for K-2

  Scenario: counted on a second line
    Given its funding_line is "FL-2"
    When rule FND-033 runs
    Then it fails for K-2

  Scenario: counted as money that came in
    Given its kind is "received"
    When rule FND-033 runs
    Then it passes for K-1
    And it fails for K-2
    And the message for K-2 contains "counted as received"

  Scenario: money that came in twice
    Given the kind of K-1 is "received"
    And the kind of K-2 is "received"
    When rule FND-033 runs
    Then it passes for K-2

  Scenario: money on a line that is given in kind
    Given its kind is "received"
    And its document is "DOC-2"
    And its funding_line.source is "national_in_kind"
    When rule FND-033 runs
    Then it fails for K-2

  Scenario: the first entry was cancelled
    Given the status of K-1 is "cancelled"
    When rule FND-033 runs
    Then it passes for K-2

  Scenario: what was only promised
    Given its kind is "in_kind_pledged"
    When rule FND-033 runs
    Then it is not applicable to K-2

  Scenario: no paper on file, on another day
    Given its document is empty
    When rule FND-033 runs
    Then it is undetermined for K-2
