"""The books of a batch as a reviewer reads them beside the findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from compliance.engine.ageing import open_advances, open_commitments
from compliance.engine.contributions import contributions
from compliance.engine.exceptional import exceptional
from compliance.engine.sampling import samples, seed_of
from compliance.engine.spread import digits, spread
from compliance.lang.rulebook import Rulebook
from compliance.model.batch import Batch
from compliance.model.books import Books

if TYPE_CHECKING:
    import duckdb

SAMPLE = 25  # where the rulebook sets no `report.sample_size`
LEAST, ORDERS = 1000, 100  # where it sets no limits of statistics


def books(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Any],
    rulebook: Rulebook,
    batch: Batch,
    as_of: date,
) -> Books:
    """Give the facts of a batch; a kind that it lacks leaves its part empty.

    `tables` hold the records of earlier batches too: what stands open is reckoned over all of them,
    what is drawn, counted or listed is the batch's own.
    """
    own = batch.tables

    def whole(name: str, otherwise: int) -> int:
        return _whole(rulebook, name, as_of, otherwise)

    seed = seed_of(item.sha256 for item in batch.files)
    least, orders = whole("statistics.least", LEAST), whole("statistics.orders", ORDERS)
    return Books(
        contributions=contributions(connection, tables),
        commitments=open_commitments(connection, tables, as_of),
        advances=open_advances(connection, tables, as_of),
        exceptional=exceptional(connection, own),
        samples=samples(connection, own, seed, max(1, whole("report.sample_size", SAMPLE))),
        vendors=spread(connection, own, "vendor"),
        lines=spread(connection, own, "funding_line"),
        digits=digits(connection, own, least, orders),
    )


def _whole(rulebook: Rulebook, name: str, day: date, otherwise: int) -> int:
    """Give the whole number that a parameter holds on a day."""
    parameter = rulebook.parameters.get(name)
    values = [] if parameter is None else [v for v in parameter.values if v.holds(day)]
    return int(values[0].value) if values else otherwise
