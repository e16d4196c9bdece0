Feature: PAY-035 Payment to an account that had just changed or is not on file
  A payment goes to the account on file, and not in the first days after it was changed.

  Background:
    Given a clean payment S-1

  Scenario: on the last day of the window
    Given its booked_on is window.account after vendor.account_changed_on
    When rule PAY-035 runs
    Then it fails for S-1
    And the amount at issue is its amount

  Scenario: one day after the window
    Given its booked_on is one day after window.account after vendor.account_changed_on
    When rule PAY-035 runs
    Then it passes for S-1

  Scenario: another account than the one on file
    Given its account_fingerprint is "fp-other"
    When rule PAY-035 runs
    Then it fails for S-1

  Scenario: the account was changed after the payment
    Given its vendor.account_changed_on is one day after booked_on of S-1
    When rule PAY-035 runs
    Then it is not applicable to S-1

  Scenario: a bill is no payment
    When rule PAY-035 runs
    Then it is not applicable to S-1-INV

  Scenario: nobody knows when the account was changed
    Given its vendor.account_changed_on is empty
    When rule PAY-035 runs
    Then it is undetermined for S-1
