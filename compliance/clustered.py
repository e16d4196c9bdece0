"""Checks on Spark, and batches prepared for it: read once, kept as Parquet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from compliance import run
from compliance.errors import ComplianceError
from compliance.lang.rulebook import Rulebook, load_rulebook

if TYPE_CHECKING:
    from compliance.engine.spark_check import Counted
    from compliance.intake.prepared import Prepared

FINDINGS: Final = "findings.parquet"


@dataclass(frozen=True)
class CheckedOnSpark:
    """One check: its summary, which findings there are, and the files it wrote."""

    summary: Mapping[str, Any]
    counted: tuple[Counted, ...]
    written: tuple[Path, ...]

    def exit_code(self, fail_on: str) -> int:
        """Give what `check` answers."""
        return run.reached(self.counted, self.summary["rules"], fail_on)


def prepare(
    paths: Sequence[Path | str],
    out: Path,
    *,
    rules: Path | None = None,
    mapping: str | None = None,
    as_of: date | None = None,
    marking: str | None = None,
) -> Mapping[str, int]:
    """Read a batch and keep it as Parquet, with its account; give how many records of each kind."""
    from compliance.intake import write_prepared

    rulebook = load_rulebook(rules or run.home("rules"))
    batch, _ = run.read(paths, rulebook, mapping, as_of, marking)
    write_prepared(batch, out)
    return {kind: rows.num_rows for kind, rows in sorted(batch.tables.items())}


def check(
    paths: Sequence[Path | str],
    *,
    out: Path,
    master: str = "local[*]",
    rules: Path | None = None,
    mapping: str | None = None,
    as_of: date | None = None,
    marking: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> CheckedOnSpark:
    """Check a batch on Spark; write summary, rejects and the findings as Parquet into `out`."""
    from compliance.engine import spark, spark_check

    spark.need_spark()  # before anything is read
    rulebook = load_rulebook(rules or run.home("rules"))
    with _work(out) as work:
        prepared = _prepared(paths, rulebook, mapping, as_of, marking, work)
        day = as_of or prepared.batch.context.extracted_on or datetime.now(UTC).date()
        with spark.connect(master, settings or {}) as session:
            done = spark_check.check(
                session, rulebook, prepared.batch, prepared.tables, day, work / FINDINGS
            )
        written = _published(work, out, done.summary, prepared)
        return CheckedOnSpark(done.summary, done.counted, written)


@contextmanager
def _work(out: Path) -> Iterator[Path]:
    """Give a folder beside `out`, where workers on a cluster can write too."""
    try:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.absolute().parent))
    except OSError as error:
        raise ComplianceError(
            f"cannot write the results: {error.strerror or error}", None,
            "choose another folder with --out",
        ) from None  # fmt: skip
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _prepared(
    paths: Sequence[Path | str],
    rulebook: Rulebook,
    mapping: str | None,
    as_of: date | None,
    marking: str | None,
    work: Path,
) -> Prepared:
    """Open a prepared batch, or read files and prepare them."""
    from compliance.intake import is_prepared, read_prepared, write_prepared

    folder = paths[0]
    if is_prepared(paths) and isinstance(folder, Path):
        return read_prepared(folder, mapping, marking)
    batch, _ = run.read(paths, rulebook, mapping, as_of, marking)
    write_prepared(batch, work / "batch")
    return read_prepared(work / "batch")


def _published(
    work: Path, out: Path, summary: Mapping[str, Any], prepared: Prepared
) -> tuple[Path, ...]:
    """Move what was made into `out`, `summary.json` last."""
    from compliance.report.records import rejects_table, summary_text
    from compliance.report.write import LAST, publish_made

    new = work / "new"
    (new / FINDINGS).mkdir(parents=True)
    for number, part in enumerate(sorted((work / FINDINGS).glob("part-*.parquet"))):
        part.replace(new / FINDINGS / f"part-{number:05}.parquet")
    (new / "rejects.csv").write_bytes(rejects_table(prepared.batch.rejects))
    (new / LAST).write_bytes(summary_text(summary))
    return publish_made(new, out)
