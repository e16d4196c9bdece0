"""A process that does what it is told in children of its own, so that a test can kill them.

Each line that it reads is JSON: the URL of a register, an act and its words. It forks before any
thread begins, prints the child's number, waits for its end, and prints the exit code.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

# Loaded once, so that a child does nothing but the act.
import compliance.engine
import compliance.intake
import compliance.proposals
import compliance.register
import compliance.register.sign_offs
import compliance.register.waivers
import compliance.report.records  # noqa: F401
from compliance import people, recorded, waiving
from compliance.recorded import Asked


def act(url: str, what: str, words: dict[str, str]) -> None:
    """Do one act."""
    rules = Path(words["rules"])
    if what == "waive":
        waiving.approve(url, "fin", int(words["number"]), rules)
        return
    if what == "sign":
        people.sign_off(url, "rea", int(words["number"]), "reviewed")
        return
    paths = [Path(words["batch"])] if "batch" in words else []
    corrects = int(words["supersedes"]) if "supersedes" in words else None
    asked = Asked(
        paths=paths, rules=rules, out=Path(words["out"]), formats=("json",), supersedes=corrects
    )
    recorded.check(asked, url, "anna")


def main() -> None:
    """Serve acts until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                act(order["url"], order["what"], order["words"])
            except Exception as error:  # noqa: BLE001 - told by the exit code and in the log
                print(repr(error), file=sys.stderr)
                os._exit(9)
            os._exit(0)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    main()
