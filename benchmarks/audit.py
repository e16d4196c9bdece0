"""How long `audit verify` takes: `python -m benchmarks.audit [ENTRIES]`, default a million.

Makes an SQLite register whose trail has that many entries, each of which wrote one row, as
reservations do, and verifies it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert

from compliance.register import Register, open_register, verify
from compliance.register.seal import root, row_seal
from compliance.register.tables import AuditEntry, Person, Reservation
from compliance.register.trail import FIRST, entry_hash, name_check, sealed_values

AT_ONCE: Final = 20_000


def trail(count: int, last: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give entries, each with the reservation that it wrote, in their order."""
    for seq in range(2, count + 1):
        row: dict[str, Any] = {
            "reservation_id": seq, "line_id": f"FL-{seq % 400}", "budget_year": "2026",
            "minor": seq, "currency": "EUR", "reference": f"R-{seq}", "entry": seq, "seal": "",
        }  # fmt: skip
        row["seal"] = row_seal("reservation", sealed_values("reservation", row))
        entry = entry_of(seq, "reserve", row["seal"], last)
        last = entry["hash"]
        yield entry, row


def entry_of(seq: int, act: str, seal: str, last: str) -> dict[str, Any]:
    """Give an entry of one row."""
    entry: dict[str, Any] = {
        "seq": seq, "at": "2026-01-01T00:00:00.000000+00:00", "actor": "person-1", "act": act,
        "subject": f"FL-1 R-{seq}", "before": None, "after": None, "row_count": 1,
        "rows_root": root([seal]), "previous": last, "hash": "",
    }  # fmt: skip
    entry["hash"] = entry_hash(entry)
    return entry


def fill(store: Register, count: int) -> None:
    """Write the trail past the program, in large steps."""
    person = {
        "person_id": "person-1", "name": "ada", "salt": "0", "name_check": name_check("0", "ada"),
        "entry": 1, "seal": "",
    }  # fmt: skip
    person["seal"] = row_seal("person", sealed_values("person", person))
    first = entry_of(1, "grant role", str(person["seal"]), FIRST)
    with store.engine.begin() as connection:
        connection.execute(insert(AuditEntry), [first])
        connection.execute(insert(Person), [person])
        for pairs in _steps(trail(count, str(first["hash"]))):
            connection.execute(insert(AuditEntry), [entry for entry, _ in pairs])
            connection.execute(insert(Reservation), [row for _, row in pairs])


def _steps(pairs: Iterator[tuple[dict[str, Any], dict[str, Any]]]) -> Iterator[list[Any]]:
    while step := list(islice(pairs, AT_ONCE)):
        yield step


def main() -> None:
    """Fill, verify, and print how long it took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        store = open_register(str(Path(name) / "register.db"), create=True)
        fill(store, count)
        began, used = time.monotonic(), time.process_time()
        found = verify(store)
        wall, processor = time.monotonic() - began, time.process_time() - used
        store.close()
    print(
        f"{found.entries:,} entries and {found.rows:,} rows in {wall:.1f} s"
        f" ({processor:.1f} s of processor time); {len(found.misfits)} do not fit"
    )


if __name__ == "__main__":
    main()
