"""Every aggregate of a derivation, in examples worked out by hand; both evaluations give each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from compliance.compiler.world import Row
from compliance.model.finding import Outcome
from compliance.model.money import Money

from .both import disagreements, evaluate
from .moves import DAY, eur, facts, move, values
from .rules import typed

FIRM = {"per": ["firm"]}


def counted(*quantities: int | None, **more: Any) -> list[Row]:
    """Give movements of these quantities, of one firm."""
    return [move(n, eur(1), quantity=quantity, **more) for n, quantity in enumerate(quantities)]


def weighed(*weights: str) -> list[Row]:
    """Give movements of these weights."""
    return [move(n, eur(1), weight=Decimal(weight)) for n, weight in enumerate(weights)]


def paid(*amounts: int) -> list[Row]:
    """Give movements of these euro cents."""
    return [move(n, eur(amount)) for n, amount in enumerate(amounts)]


def one(derive: dict[str, Any], rows: list[Row], **more: Any) -> Any:
    """Give a fact that is the same for every movement."""
    found = values({**FIRM, **derive}, *rows, **more)
    assert found == found[:1] * len(rows)
    return found[0]


@pytest.mark.parametrize(
    ("weights", "mean"),
    [
        (("1", "2", "2"), "1.666667"),
        (("0.000001", "0.000002"), "0.000002"),  # 0.0000015: the even neighbour is above
        (("0.000002", "0.000003"), "0.000002"),  # 0.0000025: the even neighbour is below
        (("-0.000002", "-0.000003"), "-0.000002"),
        (("0.0000005000", "0.000000501"), "0.000001"),
    ],
)
def test_a_mean_is_rounded_half_even_to_six_places(weights: tuple[str, ...], mean: str) -> None:
    assert one({"mean": "weight"}, weighed(*weights)) == Decimal(mean)


def test_a_mean_of_money_keeps_its_currency_and_is_exact_below_the_cent() -> None:
    third = Decimal("1.666667")
    assert one({"mean": "amount"}, paid(1, 2, 2)) == Money(third, "EUR", third)  # type: ignore[arg-type]
    pounds = [move(0, Money(500, "GBP", 600)), move(1, Money(501, "GBP", 601))]
    half = (Decimal("500.5"), Decimal("600.5"))
    assert one({"mean": "amount"}, pounds) == Money(half[0], "GBP", half[1])  # type: ignore[arg-type]
    assert one({"mean": "amount"}, [move(0, Money(500, "GBP", 600)), move(1, eur(100))]) == eur(350)
    assert one({"mean": "amount"}, [move(0, Money(5, "JPY")), move(1, eur(1))]) is None
    assert one({"mean": "amount", "where": "false"}, paid(1)) is None


def test_a_mean_runs_with_time() -> None:
    rows = [move(n, eur(10**n), days) for n, days in enumerate((-31, -30, 0))]
    running = values({"mean": "amount", "per": ["firm"], "within": "P30D"}, *rows)
    assert running[:2] == [eur(1), Money(Decimal("5.5"), "EUR", Decimal("5.5"))]  # type: ignore[arg-type]
    assert running[2] == eur(55)


def test_a_median_is_the_middle_or_half_way_between_two() -> None:
    assert one({"median": "quantity"}, counted(9, 1, 5)) == Decimal(5)
    assert one({"median": "quantity"}, counted(9, 1, 5, 6)) == Decimal("5.5")
    assert one({"median": "weight"}, weighed("0.000001", "0.000002")) == Decimal("0.000002")
    # The amounts in pounds and those in euro have each their own middle.
    rows = [move(n, Money(m, "GBP", b)) for n, (m, b) in enumerate([(1, 9), (3, 2), (2, 4)])]
    assert one({"median": "amount"}, rows) == Money(2, "GBP", 4)


@pytest.mark.parametrize(
    ("at", "quantities", "found"),
    [
        # (n + 1/3) p + 1/3: for n = 4 and a quarter 17/12, so 1 + 5/12 of the way to 2.
        ("25%", (1, 2, 3, 4), "1.416667"),
        ("0.75", (4, 3, 2, 1), "3.583333"),
        ("50%", (1, 2, 3, 4), "2.5"),
        # For n = 5: 16/3 · 1/4 + 1/3 = 5/3, so 10 + 2/3 of the way to 20.
        ("25%", (10, 20, 30, 40, 50), "16.666667"),
        ("1%", (1, 2, 3, 4), "1"),  # its place, 0.377, lies before the first
        ("99%", (1, 2, 3, 4), "4"),  # its place, 4.623, lies behind the last
        ("25%", (7,), "7"),
        ("33.3%", (0, 3), "0.333"),  # 7/3 · 0.333 + 1/3 = 1.1103, of 3: 0.331
    ],
)
def test_a_quartile_is_of_hyndman_and_fans_type_8(
    at: str, quantities: tuple[int, ...], found: str
) -> None:
    expected = Decimal("0.331") if at == "33.3%" else Decimal(found)
    assert one({"quartile": "quantity", "at": at}, counted(*quantities)) == expected


def test_a_standard_deviation_is_of_a_sample_and_its_root_rounded_half_even() -> None:
    # Mean 5, squares 32 over 7: the root of 4.571428… is 2.13808993…
    assert one({"stddev": "quantity"}, counted(2, 4, 4, 4, 5, 5, 7, 9)) == Decimal("2.13809")
    assert one({"stddev": "quantity"}, counted(5)) is None
    assert one({"stddev": "quantity"}, counted(5, 5)) == 0
    # Of -x, 0 and x it is x itself.
    for spread, root in (("5", "0"), ("15", "0.000002"), ("25", "0.000002"), ("26", "0.000003")):
        tiny = f"{Decimal(spread).scaleb(-7):f}"
        assert one({"stddev": "weight"}, weighed(f"-{tiny}", "0", tiny)) == Decimal(root)
    ten = [move(n, Money(m, "GBP", m * 2)) for n, m in enumerate((0, 10, 20))]
    assert one({"stddev": "amount"}, ten) == Money(10, "GBP", 20)


def test_a_rank_counts_the_greater_and_ties_share_it() -> None:
    assert values({"rank": "amount", **FIRM}, *paid(5, 9, 9, 2)) == [3, 1, 1, 4]
    assert values({"rank": "-amount", **FIRM}, *paid(5, 9, 9, 2)) == [2, 3, 3, 1]
    rows = [move(n, eur(n), paid=n != 2) for n in range(4)]
    assert values({"rank": "amount", "where": "paid", **FIRM}, *rows) == [3, 2, None, 1]
    assert values({"rank": "booked_on", **FIRM}, move(0, None, 5), move(1, None, 6)) == [2, 1]
    yen = [move(0, Money(5, "JPY", 3)), move(1, eur(4)), move(2, Money(9, "GBP", 3))]
    assert values({"rank": "amount", **FIRM}, *yen) == [2, 1, 2]
    assert (
        values({"rank": "amount", **FIRM}, move(0, Money(5, "JPY")), move(1, eur(4))) == [None] * 2
    )


def test_a_rank_beside_an_unknown_amount_is_not_sure() -> None:
    found = facts({"rank": "amount", **FIRM}, move(0, eur(5)), move(1, None))
    assert found == [(1, Outcome.UNDETERMINED), (None, Outcome.FAIL)]


def test_first_and_last_go_by_date_then_key_bytes_then_hash() -> None:
    keys = ["😀", "\ue000", "Z", "a", "a"]
    rows = [move(n, eur(10**n), 0, move_id=key) for n, key in enumerate(keys)]
    assert one({"first": "amount"}, rows) == eur(100)
    assert one({"last": "amount"}, rows) == eur(1)
    earlier = [*rows, move(5, Money(7, "GBP", 8), -1), move(6, eur(3), 1, label="x")]
    assert one({"first": "amount"}, earlier) == Money(7, "GBP", 8)
    assert one({"last": "label"}, earlier) == "x"
    assert one({"first": "amount", "where": "false"}, rows) is None
    assert values({"last": "amount", "per": ["firm"], "through": "booked_on"}, *rows) == [
        eur(10**n) for n in range(5)
    ]


def test_first_can_go_by_another_date_and_skips_rows_without_it() -> None:
    due = [DAY + timedelta(days=9), DAY, None]
    rows = [move(n, eur(n), n, due_on=day) for n, day in enumerate(due)]
    assert (
        facts({"first": "amount", "by": "due_on", **FIRM}, *rows)
        == [(eur(1), Outcome.UNDETERMINED)] * 3
    )


def test_first_and_last_may_hang_on_our_record_and_not_on_its_date() -> None:
    rows = [move(n, eur(cents), n) for n, cents in enumerate((2, 3, 1))]
    larger = {"where": "amount >= this.amount", **FIRM}
    assert values({"last": "amount", **larger}, *rows) == [eur(3), eur(3), eur(1)]
    smaller = {"where": "amount <= this.amount", **FIRM}
    assert values({"first": "amount", **smaller}, *rows) == [eur(2), eur(2), eur(1)]


def test_previous_is_the_counted_row_directly_before() -> None:
    rows = [move(n, eur(n), days) for n, days in enumerate((3, 1, None, 2, 1))]
    found = values({"previous": "amount", **FIRM}, *rows)
    assert found == [eur(3), None, None, eur(4), eur(1)]
    rows = [move(n, eur(n), n, paid=n != 1) for n in range(3)]
    assert values({"previous": "amount", "where": "paid", **FIRM}, *rows) == [None, eur(0), eur(0)]
    other = [move(0, eur(1), 0), move(1, eur(2), 1, firm="G"), move(2, eur(3), 2)]
    assert values({"previous": "amount", **FIRM}, *other) == [None, None, eur(1)]


def test_a_trace_tells_the_rows_in_order_with_their_days() -> None:
    rows = [move(n, eur(n), days, kind=kind) for n, (days, kind) in enumerate(
        [(3, "paid"), (1, "signed"), (None, "lost"), (1, "billed"), (0, None)])]  # fmt: skip
    told = "signed 2026-02-01 → billed 2026-02-01 → paid 2026-02-03"
    assert values({"trace": "kind", **FIRM}, *rows) == [told] * 5
    assert values({"trace": "kind", "where": "amount < this.amount", **FIRM}, *rows) == [
        None, "paid 2026-02-03", "signed 2026-02-01 → paid 2026-02-03",
        "signed 2026-02-01 → paid 2026-02-03", told,
    ]  # fmt: skip


def test_a_long_trace_says_how_many_steps_it_leaves_out() -> None:
    rows = [move(n, eur(n), n, kind=f"k{n}") for n in range(42)]
    told = one({"trace": "kind"}, rows)
    assert told.startswith("k0 2026-01-31 → k1 2026-02-01 → ")
    assert told.endswith(" → k39 2026-03-11 → … and 2 more")
    assert one({"trace": "kind"}, rows[:40]).endswith(" → k39 2026-03-11")


def test_previous_is_unsure_where_a_row_before_it_had_to_be_skipped() -> None:
    rows = [move(0, eur(1), 0), move(1, None, 1), move(2, eur(3), 2), move(3, eur(4), 3)]
    outcomes = [outcome for _, outcome in facts({"previous": "amount", **FIRM}, *rows)]
    assert outcomes[:2] == [Outcome.FAIL, Outcome.PASS]
    assert outcomes[2:] == [Outcome.UNDETERMINED] * 2


def test_previous_hangs_on_what_our_record_asks_of_the_rows_before_it() -> None:
    rows = [move(n, eur(cents), n) for n, cents in enumerate((3, 1, 2))]
    larger = {"previous": "amount", "where": "amount >= this.amount", **FIRM}
    assert values(larger, *rows) == [None, eur(3), eur(3)]  # a row is not before itself
    same_day = [move(n, eur(cents)) for n, cents in enumerate((3, 1, 2))]
    assert values(larger, *same_day) == [None, eur(3), eur(3)]


def test_a_share_is_of_the_total_of_its_group() -> None:
    assert values({"share": "amount", **FIRM}, *paid(1, 2)) == [
        Decimal("0.333333"), Decimal("0.666667"),
    ]  # fmt: skip
    assert values({"share": "amount", **FIRM}, *paid(0, 0)) == [None, None]
    assert values({"share": "amount", **FIRM}, *paid(1, 0)) == [1, 0]  # a total of one cent
    assert values({"share": "quantity", **FIRM}, *counted(1, -2)) == [None, None]
    assert values({"share": "quantity", **FIRM}, *counted(3, -1)) == [
        Decimal("1.5"),
        Decimal("-0.5"),
    ]
    mixed = [move(0, Money(999, "JPY", 1)), move(1, eur(3))]
    assert values({"share": "amount", **FIRM}, *mixed) == [Decimal("0.25"), Decimal("0.75")]
    assert (
        values({"share": "amount", **FIRM}, move(0, Money(9, "JPY")), move(1, eur(3))) == [None] * 2
    )
    part = [move(n, eur(4), paid=n < 2) for n in range(3)]
    assert values({"share": "amount", "where": "paid", **FIRM}, *part) == [Decimal("0.5")] * 2 + [
        None
    ]


def test_a_rank_and_a_share_are_among_the_rows_that_our_record_asks_for() -> None:
    rows = [move(n, eur(m), quantity=q) for n, (m, q) in enumerate(((1, 1), (3, 1), (4, 2)))]
    alike = {"where": "quantity = this.quantity", **FIRM}
    assert values({"rank": "amount", **alike}, *rows) == [2, 1, 1]
    quarter, rest = Decimal("0.25"), Decimal("0.75")
    assert values({"share": "amount", **alike}, *rows) == [quarter, rest, Decimal(1)]
    mixed = [move(0, Money(999, "JPY", 1), quantity=1), move(1, eur(3), quantity=1)]
    assert values({"share": "amount", **alike}, *mixed) == [quarter, rest]
    assert values({"rank": "amount", **alike}, *mixed) == [2, 1]
    other = {"where": "quantity != this.quantity", **FIRM}  # our own row is not among them
    assert values({"rank": "amount", **other}, *rows) == [None] * 3
    assert values({"share": "amount", **other}, *rows) == [None] * 3


def test_amounts_of_one_currency_need_no_rate() -> None:
    yen = [move(n, Money(minor, "JPY")) for n, minor in enumerate((1, 3))]
    assert values({"share": "amount", **FIRM}, *yen) == [Decimal("0.25"), Decimal("0.75")]
    assert values({"rank": "amount", **FIRM}, *yen) == [2, 1]
    assert one({"hhi": "amount", "among": "move_id"}, yen) == Decimal("0.625")
    assert one({"max": "amount"}, yen) == Money(3, "JPY")
    assert one({"median": "amount"}, yen) == Money(2, "JPY")
    # In euro, at rates of different days, the order is another.
    pounds = [move(0, Money(10, "GBP", 13)), move(1, Money(11, "GBP", 12))]
    assert values({"rank": "amount", **FIRM}, *pounds) == [2, 1]


def test_the_least_and_the_greatest_amount_are_each_one_rows() -> None:
    # The greatest in pounds is not the greatest in euro: rates of different days.
    rows = [move(n, Money(m, "GBP", b)) for n, (m, b) in enumerate([(10, 13), (11, 12), (9, 14)])]
    assert one({"max": "amount"}, rows) == Money(11, "GBP", 12)
    assert one({"min": "amount"}, rows) == Money(9, "GBP", 14)
    # Among equal amounts the least or the greatest in euro.
    same = [move(n, Money(10, "GBP", b)) for n, b in enumerate((12, 11, 13))]
    assert one({"max": "amount"}, same) == Money(10, "GBP", 13)
    assert one({"min": "amount"}, same) == Money(10, "GBP", 11)
    # A rate that is missing counts where it is that row's, or an equal one's, and nowhere else.
    lost = [*rows, move(3, Money(10, "GBP"))]
    assert one({"max": "amount"}, lost) == Money(11, "GBP", 12)
    assert one({"min": "amount"}, lost) == Money(9, "GBP", 14)
    for tie in (Money(11, "GBP"), Money(9, "GBP")):
        word = "max" if tie.minor == 11 else "min"
        assert one({word: "amount"}, [*rows, move(3, tie)]) == tie
    # Of several currencies it is in euro, and unknown where one has no rate.
    mixed = [*rows, move(3, eur(13))]
    assert one({"max": "amount"}, mixed) == eur(14)
    assert one({"min": "amount"}, mixed) == eur(12)
    assert one({"max": "amount"}, [*mixed, move(4, Money(1, "GBP"))]) is None


@pytest.mark.parametrize("frame", [{"within": "P2D"}, {"through": "booked_on"}])
def test_the_greatest_amount_of_a_frame_is_one_rows(frame: dict[str, str]) -> None:
    amounts = [Money(11, "GBP", 12), Money(10, "GBP", 13), Money(10, "GBP", 14)]
    rows = [move(n, amount, n) for n, amount in enumerate(amounts)]
    greatest = values({"max": "amount", **FIRM, **frame}, *rows)
    assert greatest == [Money(11, "GBP", 12)] * 3
    least = values({"min": "amount", **FIRM, **frame}, *rows)
    assert least == [Money(11, "GBP", 12), Money(10, "GBP", 13), Money(10, "GBP", 13)]


def test_a_concentration_adds_the_squared_shares_of_the_parts() -> None:
    lines = ("A", "A", "B", "C")
    rows = [
        move(n, eur(m), line=line)
        for n, (m, line) in enumerate(zip((20, 30, 30, 20), lines, strict=True))
    ]
    # 0.5² + 0.3² + 0.2² = 0.38
    assert one({"hhi": "amount", "among": "line"}, rows) == Decimal("0.38")
    assert one({"hhi": "amount", "among": "move_id"}, paid(1, 1, 1)) == Decimal("0.333333")
    assert one({"hhi": "amount", "among": "move_id"}, paid(0, 0)) is None
    mixed = [move(0, Money(999, "JPY", 1)), move(1, eur(3))]
    assert one({"hhi": "amount", "among": "move_id"}, mixed) == Decimal("0.625")
    lost = [*rows, move(9, eur(500), line=None)]
    assert facts({"hhi": "amount", "among": "line", **FIRM}, *lost)[0] == (
        Decimal("0.38"), Outcome.UNDETERMINED,
    )  # fmt: skip


def test_leading_digits_are_held_against_benfords_law() -> None:
    # 1, 1, 1 and 2: |3/4 - 0.301029995664| + |1/4 - 0.176091259056| + 0.522878745281 for 3 to 9,
    # over nine cells: 1.045757490561 / 9.
    assert one({"first_digit": "amount"}, paid(1, -19, 100, 2)) == Decimal("0.116195")
    # One value that begins with 50: (1 + 0.999999999996 - 2 · 0.008600171762) / 90.
    two = {"first_digit": "quantity", "digits": "2"}
    assert one(two, counted(5)) == Decimal("0.022031")
    assert one(two, counted(509, 0)) == Decimal("0.022031")
    assert one({"first_digit": "weight", "digits": "2"}, weighed("0.0505")) == Decimal("0.022031")
    assert one(two, counted(0)) is None
    pounds = [move(0, Money(5, "GBP")), move(1, Money(50, "JPY"))]  # as they are written
    assert one({"first_digit": "amount", "digits": "2"}, pounds) == Decimal("0.022031")


def test_a_fact_about_the_whole_batch_is_one_for_all() -> None:
    rows = [move(n, eur(10**n), firm=firm) for n, firm in enumerate(("F", "G", None))]
    assert values({"sum": "amount", "per": ["batch"]}, *rows) == [eur(111)] * 3
    assert values({"rank": "amount", "per": ["batch"]}, *rows) == [3, 2, 1]


def test_a_fact_about_all_records_of_another_kind_is_one_for_each_of_ours() -> None:
    def found(derive: dict[str, Any], *moves: Row) -> list[tuple[Any, Outcome]]:
        whole = {"of": "move", "per": ["batch"], **derive}
        parts = {"on": "deal", "derive": {"d": whole}, "measure": "d", "require": "d != null"}
        rule = typed(parts)
        deals = [Row("deal", f"D{n}", f"{n:064x}", n, {"status": "final"}) for n in range(2)]
        rows = {"deal": deals, "move": list(moves), "firm": [], "line": []}
        sets = evaluate([rule], rows)
        assert disagreements([rule], rows) == (2, [])
        return list(zip(sets.measures[rule.id], sets.outcomes[rule.id], strict=True))

    undated = move(2, eur(100), None)
    amounts = [move(0, eur(1), 1), move(1, eur(10), 0)]
    assert found({"sum": "amount"}, *amounts) == [(eur(11), Outcome.PASS)] * 2
    assert found({"sum": "amount"}, *amounts, undated) == [(eur(111), Outcome.PASS)] * 2
    assert found({"last": "amount"}, *amounts) == [(eur(1), Outcome.PASS)] * 2
    assert found({"last": "amount"}, *amounts, undated) == [(eur(1), Outcome.UNDETERMINED)] * 2
    assert found({"last": "amount"}) == [(None, Outcome.FAIL)] * 2
