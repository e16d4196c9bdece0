"""How often each rule fires on published data: `python benchmarks/real_data.py DIR [SOURCE…]`.

DIR holds the folders `uk25k`, `cards`, `payments` and `ocds`. For every source it prints what was
read, and a Markdown table of the rules that fired: records judged, fails, their share. With
`--sample RULE` it prints instead the messages of ten fails of one rule, spread over the whole.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compliance import run
from compliance.errors import ComplianceError
from compliance.model.finding import Finding
from compliance.model.result import Result

SAMPLE = 10


@dataclass(frozen=True)
class Source:
    """One publisher's files, and the mapping that reads them."""

    name: str
    pattern: str
    mapping: str


SOURCES = (
    Source("UK spending over GBP 25,000, as published", "uk25k/raw/*.csv", "uk-spend-25k"),
    Source("UK spending over GBP 25,000, joined", "uk25k/joined.csv.gz", "uk-spend-25k-joined"),
    Source("Oxford, payments over GBP 500", "payments/oxford-over500/*.csv", "oxford-over-500"),
    Source("Birmingham, purchase cards", "cards/*.csv.gz", "uk-purchase-cards"),
    Source("Scottsdale, vendor payments", "payments/*.csv", "scottsdale-vendor-payments"),
    Source("Leeds, spending as published", "payments/leeds/raw/*.csv", "leeds-over-500"),
    # A record repeats what its releases say, so the two are never read as one batch.
    *(
        Source(f"OCDS, {name}", f"ocds/{folder}/sample/{form}/*.json", "ocds")
        for name, folder, form in (
            ("Armenia, releases", "armenia", "releases"),
            ("New South Wales, releases", "australia/new-south-wales", "releases"),
            ("Montréal, records", "canada/montreal", "records"),
            ("Montréal, releases", "canada/montreal", "releases"),
            ("Canada Buyandsell, records", "canada/buyandsell", "records"),
            ("Canada Buyandsell, releases", "canada/buyandsell", "releases"),
            ("Colombia, records", "colombia", "records"),
            ("Colombia, releases", "colombia", "releases"),
            ("Paraguay, records", "paraguay", "records"),
            ("Paraguay, releases", "paraguay", "releases"),
            ("Uganda, releases", "uganda", "releases"),
            ("UK Contracts Finder, records", "uk-contracts-finder", "records"),
            ("UK Contracts Finder, releases", "uk-contracts-finder", "releases"),
        )
    ),
)


def main() -> None:
    """Check every source, or those whose names hold one of the given words."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("words", nargs="*", metavar="SOURCE")
    parser.add_argument("--sample", metavar="RULE")
    options = parser.parse_args()
    for source in SOURCES:
        if options.words and not any(word in source.name.lower() for word in options.words):
            continue
        for line in _told(source, options.folder, options.sample):
            print(line)


def _told(source: Source, folder: Path, sample: str | None) -> Iterator[str]:
    found = sorted(path for path in folder.glob(source.pattern) if path.name != "FILES.csv")
    paths = [path for path in found if path.stat().st_size]
    yield f"### {source.name}\n"
    start = time.perf_counter()
    try:
        result = run.check(paths, mapping=source.mapping).result
    except ComplianceError as error:
        yield f"refused: {error}\n"
        return
    seconds = time.perf_counter() - start
    if sample:
        fails = [item for item in result.findings if (item.rule, item.outcome) == (sample, "fail")]
        yield from _spread(fails)
        return
    rows = result.summary["control_totals"]["rows"]
    yield (
        f"{len(paths)} files, {len(found) - len(paths)} more without content; "
        f"{rows['read']:,} rows read, {rows['accepted']:,} accepted, "
        f"{rows['rejected']:,} rejected; {seconds:.0f} s.\n"
    )
    yield from _table(result)


def _table(result: Result) -> Iterator[str]:
    rules: Mapping[str, Any] = result.summary["rules"]
    silent = [name for name, told in rules.items() if "not_run" not in told and not told["fail"]]
    not_run = [name for name, told in rules.items() if "not_run" in told]
    yield "| rule | kind | judged | fails | share |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for name, told in rules.items():
        if "not_run" in told or not told["fail"]:
            continue
        judged = told["pass"] + told["by_exception"] + told["fail"]
        share = f"{100 * told['fail'] / judged:.2f} %"
        kind = f"{told['kind']}, {told['severity']}"
        words = f"{name} {told['title']}"
        yield f"| {words} | {kind} | {judged:,} | {told['fail']:,} | {share} |"
    yield f"\nNo fail: {', '.join(silent) or 'none'}. Not run: {len(not_run)} rules.\n"


def _spread(found: list[Finding]) -> Iterator[str]:
    """Give the messages of findings that lie evenly over all of them."""
    step = max(1, len(found) // SAMPLE)
    for finding in found[::step][:SAMPLE]:
        source = finding.source
        place = f"{source['file']}:{source['row']}" if source else "-"
        yield f"- {place} {finding.message}"
    yield f"\n{len(found):,} fails.\n"


if __name__ == "__main__":
    main()
