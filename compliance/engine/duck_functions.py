"""The functions `c_…` of compiled queries, as DuckDB defines them. All exact: no binary float.

Parameters are written out at every use, so each function names its arguments as seldom as can be.
"""

from __future__ import annotations

import string
from typing import Final

_SMALL, _LARGE = string.ascii_lowercase, string.ascii_uppercase
FUNCTIONS: Final = (
    # Null before the year 1 and after the year 9999: no date of ours lies there.
    """c_add_days(d, n) AS CASE WHEN n BETWEEN DATE '0001-01-01' - d AND DATE '9999-12-31' - d
       THEN CAST(d + CAST(n AS INTEGER) AS DATE) END""",
    """c_add_months(d, n) AS CASE WHEN year(d) * 12 + month(d) - 1 + n BETWEEN 12 AND 119999
       THEN CAST(d + to_months(CAST(n AS INTEGER)) AS DATE) END""",
    "c_days_between(a, b) AS CAST(b - a AS BIGINT)",
    "c_weekday(d) AS dayname(d)",
    "c_day_number(d) AS CAST(d - DATE '0001-01-01' AS BIGINT)",
    "c_year(d) AS CAST(year(d) AS BIGINT)",
    "c_month(d) AS CAST(month(d) AS BIGINT)",
    "c_day(d) AS CAST(day(d) AS BIGINT)",
    # Whole months from a to b, the sign turned where b comes first.
    """c_months_up(a, b) AS CAST((year(b) - year(a)) * 12 + month(b) - month(a)
       - CASE WHEN day(b) < day(a) THEN 1 ELSE 0 END AS BIGINT)""",
    "c_months_between(a, b) AS CASE WHEN b < a THEN -c_months_up(b, a) ELSE c_months_up(a, b) END",
    "c_list_contains(l, x) AS list_contains(l, x)",
    "c_count(l) AS CAST(len(l) AS BIGINT)",
    "c_compact(l) AS list_filter(l, lambda x: x IS NOT NULL)",
    "c_length(t) AS CAST(length(t) AS BIGINT)",
    "c_contains(t, x) AS contains(t, x)",
    "c_starts_with(t, x) AS starts_with(t, x)",
    "c_ends_with(t, x) AS ends_with(t, x)",
    f"c_upper(t) AS translate(t, '{_SMALL}', '{_LARGE}')",
    f"c_lower(t) AS translate(t, '{_LARGE}', '{_SMALL}')",
    "c_trim(t) AS trim(t, E' \\t\\n\\r\\x0c')",
    # The quotient of integers is cut towards zero; the floor is one less for unlike signs.
    """c_floor(a, b) AS CAST(CAST(a AS HUGEINT) // CAST(b AS HUGEINT) - CASE
       WHEN CAST(a AS HUGEINT) % CAST(b AS HUGEINT) <> 0 AND (a < 0) <> (b < 0)
       THEN 1 ELSE 0 END AS DECIMAL(38, 0))""",
    "c_whole_days_between(a, b) AS CAST(c_floor(epoch_us(b) - epoch_us(a), 86400000000) AS BIGINT)",
    # A rounded quotient: what is left over, r, is compared with half of the divisor, b - r.
    "c_sign(a, b) AS CASE WHEN (a < 0) <> (b < 0) THEN -1 ELSE 1 END",
    "c_over(q, r, b, s) AS q + CASE WHEN r > b - r THEN s ELSE 0 END",
    "c_over_up(q, r, b, s) AS q + CASE WHEN r >= b - r AND r > 0 THEN s ELSE 0 END",
    """c_over_even(q, r, b, s) AS q + CASE WHEN r > b - r OR (r = b - r AND q % 2 <> 0)
       THEN s ELSE 0 END""",
    "c_huge(a) AS CAST(a AS HUGEINT)",
    "c_cut(a, b) AS c_huge(a) // nullif(c_huge(b), 0)",
    "c_rest(a, b) AS abs(c_huge(a) % nullif(c_huge(b), 0))",
    """c_half_down(a, b) AS CAST(c_over(c_cut(a, b), c_rest(a, b), abs(c_huge(b)), c_sign(a, b))
       AS DECIMAL(38, 0))""",
    """c_half_up(a, b) AS CAST(c_over_up(c_cut(a, b), c_rest(a, b), abs(c_huge(b)), c_sign(a, b))
       AS DECIMAL(38, 0))""",
    """c_half_even(a, b) AS CAST(c_over_even(c_cut(a, b), c_rest(a, b), abs(c_huge(b)),
       c_sign(a, b)) AS DECIMAL(38, 0))""",
    # Sorted values: the middle one or the mean of the two; Hyndman and Fan's eighth definition.
    """c_median(l, up, down) AS CASE WHEN len(l) > 0 THEN c_half_even(
       (l[(len(l) + 1) // 2] + l[len(l) // 2 + 1]) * up, 2 * down) END""",
    "c_place(n, a, b) AS (3 * n + 1) * a + b",
    """c_between(l, j, r, b, up, down) AS CASE WHEN j < 1 THEN c_half_even(l[1] * up, down)
       WHEN j >= len(l) THEN c_half_even(l[len(l)] * up, down)
       ELSE c_half_even((l[j] * (3 * b - r) + l[j + 1] * r) * up, 3 * b * down) END""",
    """c_quantile(l, a, b, up, down) AS CASE WHEN len(l) > 0 THEN c_between(l,
       c_place(len(l), a, b) // (3 * b), c_place(len(l), a, b) % (3 * b), b, up, down) END""",
    # Newton's method on whole numbers: the root at or below, from a start above it.
    """c_root(v) AS list_reduce(range(72), lambda r, i: least(r, (r + v // nullif(r, 0)) // 2),
       CAST('10000000000000000000' AS HUGEINT))""",
    # The sample variance as whole part w and rest x over m, brought to the decimals of a quotient.
    "c_spread(n, s, q) AS c_huge(n) * c_huge(q) - c_huge(s) * c_huge(s)",
    "c_pairs(n, down) AS nullif(c_huge(n) * (c_huge(n) - 1), 0) * c_huge(down) * c_huge(down)",
    "c_variance(t, m, u) AS (t // m) * u + ((t % m) * u) // m",
    """c_more(w, r, x, m) AS w - r * r > r OR (w - r * r = r AND (4 * x > m
       OR (4 * x = m AND r % 2 = 1)))""",
    """c_rooted(w, r, x, m) AS CAST(r + CASE WHEN c_more(w, r, x, m) THEN 1 ELSE 0 END
       AS DECIMAL(38, 0))""",
    "c_deviation(w, x, m) AS c_rooted(w, c_root(w), x, m)",
    """c_scattered(t, m, u) AS c_deviation(c_variance(t, m, u), ((t % m) * u) % m, m)""",
    """c_stddev(n, s, q, up, down) AS CASE WHEN n > 1 THEN c_scattered(c_spread(n, s, q),
       c_pairs(n, down), c_huge(up) * c_huge(up)) END""",
    """c_workdays_up(a, b) AS CAST((b - a) // 7 * 5 + len(list_filter(range(1,
       (b - a) % 7 + 1), lambda s: (isodow(a) - 1 + s) % 7 < 5)) AS BIGINT)""",
    """c_workdays_between(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL
       WHEN b < a THEN -c_workdays_up(b, a) ELSE c_workdays_up(a, b) END""",
    # FEEL: position 1 is the first character, a negative one counts from the end, 0 is none.
    """c_near(n) AS CASE WHEN n > 1000000000 THEN 1000000000
       WHEN n < -1000000000 THEN -1000000000 ELSE n END""",
    # An empty text, but no literal one: DuckDB 2.0 fails to compare a CASE of null and '' when
    # the column that decides it is null throughout.
    """c_substring(t, s, n) AS CASE WHEN t IS NULL OR s IS NULL OR n IS NULL THEN NULL
       WHEN s = 0 OR n <= 0 THEN left(t, 0) WHEN s > 0 THEN substring(t, c_near(s), c_near(n))
       ELSE substring(t, greatest(len(t) + c_near(s), 0) + 1, c_near(n)) END""",
)
