"""(f) Import into a register (SQLite), beside the bare insertion of the same records as JSON.

Usage: python benchmarks/register_import.py [ROWS] (default 100,000). Both take turns, each into a
fresh file, five rounds. The ratio is the time of the bare insertion over ours: what the register's
hashes, keys and trail cost.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import lines
from side_by_side import ROOT, row, take_turns, timed

from compliance import register
from compliance.intake import read_batch
from compliance.model.catalogue import read_catalogue


def main(rows: int) -> int:
    """Run, print."""
    rules = ROOT / "rules"
    catalogue = read_catalogue(rules / "catalogue")
    with TemporaryDirectory() as name:
        folder = Path(name)
        batch = read_batch([lines.write(rows, folder / "batch")], catalogue, rules)
        records = sum(table.num_rows for table in batch.tables.values())
        own = register.without_names(batch, catalogue)
        number = iter(range(1000))

        def ours() -> float:
            store = register.open_register(
                f"sqlite:///{folder / f'r{next(number)}.db'}", create=True
            )
            try:
                return timed(lambda: register.import_batch(store, "bench", own))
            finally:
                store.close()

        def bare() -> float:
            connection = sqlite3.connect(folder / f"b{next(number)}.db")
            connection.execute("CREATE TABLE record (kind TEXT, key TEXT, body TEXT)")
            return timed(lambda: _insert(connection, batch.tables))

        found = take_turns({"ours": ours, "bare": bare})
    rate = f"{records / found['ours']:,.0f} records/s"
    row(
        "f",
        f"register import, {records:,} records",
        found["ours"],
        found["bare"] / found["ours"],
        rate,
    )
    row("f", "  bare insertion", found["bare"], None, f"{records / found['bare']:,.0f} records/s")
    return 0


def _insert(connection, tables) -> None:
    for kind, table in tables.items():
        made = ((kind, item["_key"], json.dumps(item, default=str)) for item in table.to_pylist())
        connection.executemany("INSERT INTO record VALUES (?, ?, ?)", made)
    connection.commit()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
