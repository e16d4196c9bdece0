"""The program's own strings in the report, taken from the templates and modules by their syntax."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes
from jinja2.lexer import TOKEN_DATA

from compliance.report import page, parts, pdf, told
from compliance.report.charts import __file__ as charts_file
from compliance.report.language import __file__ as language_file

TEMPLATES = sorted(page.TEMPLATES.glob("*.j2"))
Message = str | tuple[str, str]


def messages() -> set[Message]:
    """Give every string that the report may print and that is not data."""
    found: set[Message] = set()
    for path in TEMPLATES:
        tree = Environment(autoescape=True).parse(path.read_text("utf-8"))
        for call in tree.find_all(nodes.Call):
            found |= set(_of_call(call))
    for file in (charts_file, language_file, told.__file__):
        found |= set(_of_module(Path(file)))
    fixed = (*parts.TITLES.values(), *parts.STATUSES, *page.HEADLINES.values())
    return found | set(fixed) | set(told.TERMS) | set(pdf.ATTACHED.values())


def bare_words() -> dict[str, list[str]]:
    """Give, by template, the words that stand in its text and go through no catalogue."""
    found: dict[str, list[str]] = {}
    for path in TEMPLATES:
        tokens = Environment(autoescape=True).lex(path.read_text("utf-8"))
        text = "".join(value if kind == TOKEN_DATA else "{}" for _, kind, value in tokens)
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;|<[^>]*>", " ", text))
        found[path.name] = [word for word in words if word not in KEPT]
    return found


# Words that are the same in every language: a currency, a hash, keywords and a command.
KEPT = {"EUR", "SHA", "when", "require", "compliance", "audit", "verify", "anchor"}


def _of_call(call: nodes.Call) -> Iterator[Message]:
    if not isinstance(call.node, nodes.Name) or call.node.name not in {"_", "_n"}:
        return
    texts = [arg.value for arg in call.args if isinstance(arg, nodes.Const)]
    if call.node.name == "_n":
        yield texts[0], texts[1]
    elif texts:
        yield texts[0]


def _of_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"plain", "text"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.args[0].value
