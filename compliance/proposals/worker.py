"""One short-lived process that runs durable-rules over one rule set: JSON in, JSON out.

`python -m compliance.proposals.worker` reads `{"rules": {rule: [[property, op, integer], …]},
"facts": [{"sid": …, property: integer, …}, …]}` and writes `{"taken": n, "fired": [[rule, sid],
…], "exceptions": {sid: text}}`. Facts are asserted one by one; an action only writes down who
fired. Exceptions that the library hides in its state are told; it is never asked to delete.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

_OPS: Final = {"=": "$eq", "!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_SET: Final = "cases"
Test = tuple[str, str, int]


def decide(job: Mapping[str, Any]) -> dict[str, Any]:
    """Run one rule set over facts, each in a state of its own."""
    from durable import engine

    class Quiet(engine.Host):  # type: ignore[misc]  # the library has no types
        """A host without the two threads that the library would start."""

        def _run(self) -> None:
            """Start nothing: every action runs in the call that asserts its fact."""

    fired: list[tuple[str, str]] = []
    host = Quiet()
    host.set_rulesets(
        {_SET: {rule: _rule(rule, tests, fired) for rule, tests in job["rules"].items()}}
    )
    taken = 0
    for fact in job["facts"]:
        with suppress(engine.MessageNotHandledException):  # a fact that no rule takes
            host.assert_fact(_SET, dict(fact))
        taken += 1
    states = {fact["sid"]: host.get_state(_SET, fact["sid"]) for fact in job["facts"]}
    exceptions = {
        sid: str(state["exception"]) for sid, state in states.items() if "exception" in state
    }
    return {"taken": taken, "fired": fired, "exceptions": exceptions}


def _rule(rule: str, tests: Sequence[Test], fired: list[tuple[str, str]]) -> dict[str, Any]:
    """Give one conjunction as the library's own JSON."""
    terms = [{_OPS[op]: {name: value}} for name, op, value in tests]
    return {"all": [{"m": {"$and": terms} if len(terms) > 1 else terms[0]}],
            "run": _action(rule, fired)}  # fmt: skip


def _action(rule: str, fired: list[tuple[str, str]]) -> Callable[[Any], None]:
    def action(context: Any) -> None:  # one argument: with two the library would wait for it
        fired.append((rule, context.s.sid))

    return action


def main() -> int:
    """Answer one job."""
    json.dump(decide(json.load(sys.stdin)), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
