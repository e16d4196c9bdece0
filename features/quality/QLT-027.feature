# A sign is damaged or it is not: there is no amount or day to stand at.
# A record without a text is out of scope, so nothing is left open.
@no-boundary @no-undetermined
Feature: QLT-027 Vendor whose name was damaged on the way
  A text that was read in a wrong encoding is no longer what the source says.


  Background:
    Given a clean vendor V-1

  Scenario Outline: damaged on the way
    Given its name is "<text>"
    When rule QLT-027 runs
    Then it fails for V-1

    Examples:
      | text                |
      | Fus�e M�t�o          |
      | FusÃ©e MÃ©tÃ©o       |
      | BÃ¼ro fÃ¼r Daten     |
      | the firmâ€™s images   |

  Scenario Outline: letters of many languages
    Given its name is "<text>"
    When rule QLT-027 runs
    Then it passes for V-1

    Examples:
      | text                  |
      | Fusée Météo           |
      | Büro für Daten        |
      | SÃO PAULO, ESTAÇÃO    |
      | Ærø, Ångström, Łódź   |

  Scenario: no text
    Given its name is empty
    When rule QLT-027 runs
    Then it is not applicable to V-1
