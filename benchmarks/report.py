"""How fast a report is rendered, and in how much memory: `python -m benchmarks.report [FINDINGS…]`.

Prints for each size the pages, the seconds of the clock and of the processor, pages a second, and
the largest memory of any process. The findings are made up; a size above a thousand puts all of
them into the register (annex A).
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

from compliance.report.page import Limits
from compliance.report.pdf import write_pdf
from compliance.report.records import in_order
from tests.report.sample import PLAN, sample

SIZES = (100, 1_000, 15_000)
_OF_ONE = sum(fails + undetermined for fails, undetermined, *_ in PLAN.values())


def main(sizes: tuple[int, ...]) -> None:
    print(f"{'findings':>8} {'pages':>6} {'wall s':>7} {'cpu s':>7} {'pages/s':>8} {'MB':>5}")
    for size in sizes:
        result, batch = sample(-(-size // _OF_ONE))
        findings = in_order(result.findings)[:size]
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "report.pdf"
            wall, cpu = time.monotonic(), _cpu()
            write_pdf(result, batch, findings, target, seconds=1800, limits=Limits(register=15_000))
            wall, cpu = time.monotonic() - wall, _cpu() - cpu
            with pikepdf.open(target) as pdf:
                pages = len(pdf.pages)
        print(
            f"{size:>8,} {pages:>6,} {wall:>7.1f} {cpu:>7.1f} {pages / wall:>8.1f} {_memory():>5}",
            flush=True,
        )


def _cpu() -> float:
    """Give the processor time of this process and of the children that have ended."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def _memory() -> int:
    """Give the largest memory of this process or of any child so far, in MB."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(use.ru_maxrss for use in uses) // 1024


if __name__ == "__main__":
    main(tuple(int(text) for text in sys.argv[1:] if text.isdecimal()) or SIZES)
