"""What the tests of the DMN profile share: a text of FEEL → its value, as text."""

from __future__ import annotations

from compliance.lang.dmn.evaluate import evaluate, read
from compliance.lang.dmn.values import text_of


def value(text: str, **names: object) -> str:
    scope = {name.replace("_", " "): held for name, held in names.items()}
    return text_of(evaluate(read(text, scope.keys()), scope))
