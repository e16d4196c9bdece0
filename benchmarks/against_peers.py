"""The engine and its peers on the same canonical Parquet; failing keys are compared."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from peers import digest
from side_by_side import ROOT, timed

from compliance.compiler.plan import Plan, make_plan
from compliance.compiler.rule_plan import RulePlan
from compliance.engine import duck
from compliance.engine.account import rule_accounts
from compliance.intake import read_batch, read_prepared, write_prepared
from compliance.lang.rulebook import load_rulebook
from compliance.model.finding import Outcome

PYTHON = ROOT / ".venv-bench" / "bin" / "python"
FOUR = ("not_applicable", "pass", "fail", "undetermined")


@dataclass
class Peers:
    """The process in which the peers run."""

    child: subprocess.Popen[str]
    told: dict[str, Any] = field(default_factory=dict)

    def run(self, name: str, **asked: Any) -> float:
        """Let a peer run once; give its seconds, infinite where it failed."""
        print(json.dumps({"peer": name, **asked}), file=self.child.stdin, flush=True)
        self.told[name] = json.loads(self.child.stdout.readline())
        return self.told[name].get("seconds", float("inf"))


@contextmanager
def peers():
    """Start the peers' process."""
    if not PYTHON.exists():
        raise SystemExit("the peers are not installed: make bench")
    child = subprocess.Popen(
        [PYTHON, "-W", "ignore", ROOT / "benchmarks" / "peers.py"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        yield Peers(child)
    finally:
        child.stdin.close()
        child.wait(timeout=60)


@dataclass
class Ours:
    """Our engine over a prepared batch: load, plan's tables, counts, failing keys."""

    plan: Plan
    prepared: Mapping[str, Path]
    told: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Path, batch: Path, prepared: Path) -> Ours:
        """Read the batch once, keep it as Parquet, and plan the rules."""
        rulebook = load_rulebook(rules)
        read = read_batch([batch], rulebook.catalogue, rules)
        write_prepared(read, prepared)
        own = rulebook.of_profile(read.context.profile)
        day = read.context.extracted_on
        plan = make_plan(own, list(own.rules.values()), dict(read.supplied), day)
        return cls(plan, read_prepared(prepared).tables)

    def run(self) -> float:
        """Give the seconds from Parquet to counts and failing keys."""
        return timed(self._run)

    def _run(self) -> None:
        tables = {
            kind: pq.read_table(path, columns=self._read(kind, path))
            for kind, path in self.prepared.items()
            if kind in self.plan.world.catalogue.kinds
        }
        connection = duck.connect()
        duck.load(connection, self.plan, tables)
        duck.run(connection, self.plan.steps)

        def fetch(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query).fetchall()

        rules = [item.rule for item in self.plan.rules]
        accounts = rule_accounts(fetch, self.plan, rules)
        fails = {
            item.rule.id: [key for (key,) in fetch(_failing(item))] for item in self.plan.rules
        }
        connection.close()
        self.told = {
            "counts": {own: [account[word] for word in FOUR] for own, account in accounts.items()},
            "keys": fails, "fails": digest(fails), "failing": sum(map(len, fails.values())),
        }  # fmt: skip

    def _read(self, kind: str, path: Path) -> list[str]:
        """Name the columns of a kind that the plan reads, of those that are there."""
        wanted = {"_key", "_row_hash"}
        for own in self.plan.fields.get(kind, ()):
            wanted |= {own, f"{own}__currency", f"{own}__base"}
        part = next(path.glob("*.parquet"))
        return [name for name in pq.read_schema(part).names if name in wanted]


def _failing(item: RulePlan) -> str:
    kind = item.rule.kind.kind
    return (
        f'SELECT x._key FROM "o_{kind}" o JOIN "x_{kind}" x ON o._i = x._i '  # noqa: S608
        f'WHERE o."{item.column}" = {int(Outcome.FAIL)}'
    )
