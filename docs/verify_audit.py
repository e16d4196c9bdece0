"""Verify a file that `compliance audit export` wrote; it needs Python 3.9 and nothing else.

    python verify_audit.py trail.jsonl [--anchor ROOT]

Every entry must carry the hash of the one before, be what its own hash says, and have written the
rows that follow it, each of which must be what its seal says. ROOT is the root of a run as it is
printed in a report: with it a cut end and a trail written anew as a whole are seen too.
Exit code: 0 everything fits, 1 something does not, 2 the file cannot be read.
"""

import argparse
import hashlib
import json
import sys

FORMAT = "compliance audit trail 1"
FIRST = "0" * 64  # what stands for the hash before the first entry


def canonical(value):
    """One line of JSON: keys sorted, ASCII, no spaces."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def row_seal(table, values):
    """SHA-256 over the table's name and all values."""
    return hashlib.sha256(canonical([table, values]).encode()).hexdigest()


def tree_root(leaves):
    """The tree hash of RFC 6962, section 2.1, over texts in their order."""
    level = [hashlib.sha256(b"\0" + leaf.encode()).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2])
        odd = [level[-1]] if len(level) % 2 else []
        level = [hashlib.sha256(b"\1" + a + b).digest() for a, b in pairs] + odd
    return level[0].hex()


class Trail:
    """What was read so far, and what of it does not fit."""

    def __init__(self):
        """Begin before the first entry."""
        self.wrong, self.roots = [], set()
        self.entries, self.rows, self.last = 0, 0, FIRST
        self.entry, self.seals = None, []

    def add_entry(self, entry):
        """Take an entry: its number, the hash it carries, its own hash."""
        self.close()
        values = {name: value for name, value in entry.items() if name != "hash"}
        self.entries += 1
        for fits, what in (
            (entry["seq"] == self.entries, f"stands where entry {self.entries} should"),
            (entry["previous"] == self.last, "does not carry the hash of the one before"),
            (row_seal("audit_entry", values) == entry["hash"], "is not as it was recorded"),
        ):
            if not fits:
                self.wrong.append(f"entry {entry['seq']}: {what}")
        if entry["act"] == "run":
            self.roots.add(entry["after"])
        self.entry, self.seals, self.last = entry, [], entry["hash"]

    def add_row(self, table, values, stated):
        """Take a row of the entry before it: its seal, and that it belongs there."""
        self.rows += 1
        self.seals.append(row_seal(table, values))
        if self.seals[-1] != stated:
            self.wrong.append(f"row {self.rows}, of {table}: is not as it was recorded")
        if self.entry is None or values["entry"] != self.entry["seq"]:
            self.wrong.append(f"row {self.rows}, of {table}: belongs to another entry")

    def close(self):
        """Hold an entry against all the rows that followed it."""
        made = (len(self.seals), tree_root(sorted(self.seals)))
        if self.entry and made != (self.entry["row_count"], self.entry["rows_root"]):
            self.wrong.append(f"entry {self.entry['seq']}: its rows are not those that follow it")


def verify(lines, anchor):
    """Read a trail, line by line."""
    trail, end = Trail(), None
    if json.loads(next(lines, "{}")) != {"format": FORMAT}:
        raise ValueError("it is no exported audit trail of this format")
    for item in map(json.loads, lines):
        if end is not None:
            trail.wrong.append("something follows the end")
        if "entry" in item:
            trail.add_entry(item["entry"])
        elif "row" in item:
            trail.add_row(item["table"], item["row"], item["seal"])
        else:
            end = item["end"]
    trail.close()
    if end != {"entries": trail.entries, "rows": trail.rows, "head": trail.last}:
        trail.wrong.append("the end does not say what stands before it, or is missing")
    if anchor is not None and anchor not in trail.roots:
        trail.wrong.append(f"no run has the root {anchor}: the end was cut off, or all made anew")
    return trail


def main():
    """Read the options and the file, print what was found, and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--anchor", metavar="ROOT")
    options = parser.parse_args()
    try:
        with open(options.file, encoding="utf-8") as lines:
            trail = verify(lines, options.anchor)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"error: {options.file} cannot be read: {error!r}", file=sys.stderr)
        return 2
    wrong = trail.wrong
    print(f"{trail.entries} entries, {trail.rows} rows; the last hash is {trail.last}")
    for what in wrong[:20]:
        print(f"  {what}")
    if options.anchor is None:
        print("without --anchor a cut end, or a trail written anew as a whole, cannot be seen")
    print(f"{len(wrong)} places do not fit" if wrong else "everything fits")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
