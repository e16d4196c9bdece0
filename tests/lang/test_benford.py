"""The table of Benford's law, worked out anew by decimal logarithms of fifty digits."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pytest

from compliance.lang.benford import BENFORD


@pytest.mark.parametrize(("digits", "first"), [(1, 1), (2, 10)])
def test_each_cell_is_the_share_of_its_leading_digits(digits: int, first: int) -> None:
    with localcontext(prec=50):
        worked_out = [
            int(((1 + 1 / Decimal(lead)).log10() * 10**12).to_integral_value(ROUND_HALF_EVEN))
            for lead in range(first, 10 * first)
        ]
    assert list(BENFORD[digits]) == worked_out


@pytest.mark.parametrize("digits", [1, 2])
def test_the_shares_are_a_whole(digits: int) -> None:
    # Ninety rounded cells may lose half a unit each.
    assert abs(sum(BENFORD[digits]) - 10**12) <= 45
