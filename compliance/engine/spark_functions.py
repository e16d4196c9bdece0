"""The functions `c_…` of compiled queries, written out for Spark. All exact: no binary float.

Spark allows no function of its own SQL inside a lambda and plans each as a query of its own, so
calls are replaced by their bodies. Spark's `div` of whole numbers gives 64 bits, and wraps beyond
them; its `/` of decimals gives six decimals. So `c_divide` takes high digits by `/` from an exact
multiple, where nothing is left to round, and low digits by `div`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import Final

_BIG: Final = "DECIMAL(38, 0)"
_SMALL, _LARGE = string.ascii_lowercase, string.ascii_uppercase
_STEP: Final = f"CAST('1{'0' * 18}' AS {_BIG})"
_START: Final = f"CAST('1{'0' * 19}' AS {_BIG})"
_WEEK: Final = " ".join(
    f"WHEN {number} THEN '{day}'"
    for number, day in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    )
)


def _let(own: str, parts: Mapping[str, str], body: str) -> str:
    """Compute parts once, as fields of `own`, which the body reads: Spark's lambdas bind names."""
    fields = ", ".join(f"CAST({text} AS {_BIG}) AS {part}" for part, text in parts.items())
    return f"element_at(transform(array(struct({fields})), {own} -> {body}), 1)"


def _rounded(more: str) -> str:
    """Divide, and go one further from zero where `more` holds."""
    return _let(
        "g", {"a": "$a", "b": "nullif($b, 0)"},
        _let(
            "h",
            {"q": "c_divide(g.a, g.b)", "r": "abs(g.a % g.b)", "b": "abs(g.b)",
             "s": "CASE WHEN (g.a < 0) <> (g.b < 0) THEN -1 ELSE 1 END"},
            f"CAST(h.q + CASE WHEN {more} THEN h.s ELSE 0 END AS {_BIG})",
        ),
    )  # fmt: skip


_ROOTED: Final = (
    "CASE WHEN z.w IS NOT NULL THEN CAST(z.r + CASE WHEN z.w - z.r * z.r > z.r "
    "OR (z.w - z.r * z.r = z.r AND (4 * z.x > z.m OR (4 * z.x = z.m AND z.r % 2 = 1))) "
    f"THEN 1 ELSE 0 END AS {_BIG}) END"
)

# Name → (parameters, body). A parameter is a word that begins with `$`.
FUNCTIONS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "c_days_between": (("$a", "$b"), "CAST(datediff($b, $a) AS BIGINT)"),
    "c_whole_days_between": (
        ("$a", "$b"),
        "CAST(c_floor(unix_micros($b) - unix_micros($a), 86400000000) AS BIGINT)",
    ),
    "c_add_days": (
        ("$d", "$n"),
        ("CASE WHEN $n BETWEEN datediff(DATE '0001-01-01', $d) AND datediff(DATE '9999-12-31', $d) "
        "THEN date_add($d, CAST($n AS INT)) END"),
    ),
    "c_add_months": (
        ("$d", "$n"),
        ("CASE WHEN year($d) * 12 + month($d) - 1 + $n BETWEEN 12 AND 119999 "
        "THEN add_months($d, CAST($n AS INT)) END"),
    ),
    "c_weekday": (("$d",), f"CASE weekday($d) {_WEEK} END"),
    "c_day_number": (("$d",), "CAST(datediff($d, DATE '0001-01-01') AS BIGINT)"),
    "c_year": (("$d",), "CAST(year($d) AS BIGINT)"),
    "c_month": (("$d",), "CAST(month($d) AS BIGINT)"),
    "c_day": (("$d",), "CAST(day($d) AS BIGINT)"),
    "c_months_up": (
        ("$a", "$b"),
        ("CAST((year($b) - year($a)) * 12 + month($b) - month($a) "
        "- CASE WHEN day($b) < day($a) THEN 1 ELSE 0 END AS BIGINT)"),
    ),
    "c_months_between": (
        ("$a", "$b"),
        "CASE WHEN $b < $a THEN - c_months_up($b, $a) ELSE c_months_up($a, $b) END",
    ),
    "c_workdays_up": (
        ("$a", "$b"),
        ("CAST(datediff($b, $a) div 7 * 5 + size(filter(array(1, 2, 3, 4, 5, 6), "
        "s -> s <= datediff($b, $a) % 7 AND (weekday($a) + s) % 7 < 5)) AS BIGINT)"),
    ),
    "c_workdays_between": (
        ("$a", "$b"),
        ("CASE WHEN $a IS NULL OR $b IS NULL THEN NULL WHEN $b < $a THEN - c_workdays_up($b, $a) "
        "ELSE c_workdays_up($a, $b) END"),
    ),
    "c_list_contains": (("$l", "$x"), "array_contains($l, $x)"),
    "c_count": (("$l",), "CASE WHEN $l IS NOT NULL THEN CAST(size($l) AS BIGINT) END"),
    "c_compact": (("$l",), "filter($l, x -> x IS NOT NULL)"),
    "c_length": (("$t",), "CAST(length($t) AS BIGINT)"),
    "c_contains": (("$t", "$x"), "contains($t, $x)"),
    "c_starts_with": (("$t", "$x"), "startswith($t, $x)"),
    "c_ends_with": (("$t", "$x"), "endswith($t, $x)"),
    "c_upper": (("$t",), f"translate($t, '{_SMALL}', '{_LARGE}')"),
    "c_lower": (("$t",), f"translate($t, '{_LARGE}', '{_SMALL}')"),
    "c_trim": (("$t",), "trim(BOTH decode(unhex('20090a0d0c'), 'UTF-8') FROM $t)"),
    "c_near": (
        ("$n",),
        ("CAST(CASE WHEN $n > 1000000000 THEN 1000000000 WHEN $n < -1000000000 THEN -1000000000 "
        "ELSE $n END AS INT)"),
    ),
    "c_substring": (
        ("$t", "$s", "$n"),
        ("CASE WHEN $t IS NULL OR $s IS NULL OR $n IS NULL THEN NULL "
            "WHEN $s = 0 OR $n <= 0 THEN '' "
        "WHEN $s > 0 THEN substring($t, c_near($s), c_near($n)) "
        "ELSE substring($t, greatest(length($t) + c_near($s), 0) + 1, c_near($n)) END"),
    ),
    # A divisor that leaves room is first taken 10^18 times: the high digits, then the low ones.
    "c_divide": (
        ("$a", "$b"),
        (f"CASE WHEN abs($b) < {_START} THEN CAST("
        f"CAST(($a - $a % ($b * {_STEP})) / ($b * {_STEP}) AS {_BIG}) * {_STEP} "
        f"+ CAST(($a % ($b * {_STEP})) div $b AS {_BIG}) AS {_BIG}) "
        f"ELSE CAST($a div $b AS {_BIG}) END"),
    ),
    "c_floor": (
        ("$a", "$b"),
        _let(
            "f", {"a": "$a", "b": "nullif($b, 0)"},
            "CAST(c_divide(f.a, f.b) - CASE WHEN f.a % f.b <> 0 AND (f.a < 0) <> (f.b < 0) "
            f"THEN 1 ELSE 0 END AS {_BIG})",
        ),
    ),
    # A rounded quotient: q cut towards zero, and what is left over, r, beside the rest of b.
    "c_half_down": (("$a", "$b"), _rounded("h.r > h.b - h.r")),
    "c_half_up": (("$a", "$b"), _rounded("h.r > 0 AND h.r >= h.b - h.r")),
    "c_half_even": (
        ("$a", "$b"), _rounded("h.r > h.b - h.r OR (h.r = h.b - h.r AND h.q % 2 <> 0)"),
    ),
    "c_at": (("$l", "$n"), "element_at($l, CAST($n AS INT))"),
    "c_median": (
        ("$l", "$up", "$down"),
        ("CASE WHEN size($l) > 0 THEN c_half_even((c_at($l, (size($l) + 1) div 2) "
        "+ c_at($l, size($l) div 2 + 1)) * $up, 2 * $down) END"),
    ),
    "c_place": (("$n", "$a", "$b"), "((3 * $n + 1) * $a + $b)"),
    "c_between": (
        ("$l", "$j", "$r", "$b", "$up", "$down"),
        ("CASE WHEN $j < 1 THEN c_half_even(c_at($l, 1) * $up, $down) WHEN $j >= size($l) "
        "THEN c_half_even(c_at($l, -1) * $up, $down) ELSE c_half_even((c_at($l, $j) "
        "* (3 * $b - $r) + c_at($l, $j + 1) * $r) * $up, 3 * $b * $down) END"),
    ),
    "c_quantile": (
        ("$l", "$a", "$b", "$up", "$down"),
        ("CASE WHEN size($l) > 0 THEN c_between($l, (c_place(size($l), $a, $b) div (3 * $b)), "
        "(c_place(size($l), $a, $b) % (3 * $b)), $b, $up, $down) END"),
    ),
    # Newton's method on whole numbers: the root at or below, from a start above it.
    "c_root": (
        ("$v",),
        (f"aggregate(sequence(1, 72), {_START}, (r, i) -> CAST(least(r, "
        f"c_divide(CAST(r + c_divide($v, nullif(r, 0)) AS {_BIG}), CAST(2 AS {_BIG}))) "
            f"AS {_BIG}))"),
    ),
    # The sample variance t / m in the decimals of a quotient, as whole part w and rest x over m;
    # its root, and one more where the rest reaches beyond the half.
    "c_stddev": (
        ("$n", "$s", "$q", "$up", "$down"),
        _let(
            "n", {"t": "$n * $q - $s * $s", "u": "$up * $up",
                  "m": "CASE WHEN $n > 1 THEN $n * ($n - 1) * $down * $down END"},
            _let(
                "w", {"m": "n.m", "x": "((n.t % n.m) * n.u) % n.m",
                      "w": "c_divide(n.t, n.m) * n.u + c_divide((n.t % n.m) * n.u, n.m)"},
                _let("z", {"r": "c_root(w.w)", "x": "w.x", "w": "w.w", "m": "w.m"}, _ROOTED),
            ),
        ),
    ),
}  # fmt: skip
_PIECE: Final = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|c_[a-z_]+\(|[(),]|[^'"(),c]+|c""")


def written_out(query: str) -> str:
    """Give a query in which every call of a function above is replaced by its body."""
    pieces = _PIECE.findall(query)
    out: list[str] = []
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        place += 1
        if piece.startswith("c_") and piece.endswith("("):
            arguments, place = _arguments(pieces, place)
            out.append(f"({_body(piece[:-1], arguments)})")
        else:
            out.append(piece)
    return "".join(out)


def _arguments(pieces: list[str], place: int) -> tuple[list[str], int]:
    """Give the arguments of a call, up to its closing bracket, and the place after it."""
    found: list[str] = [""]
    depth = 0
    while pieces[place] != ")" or depth:
        piece = pieces[place]
        depth += piece.endswith("(")
        depth -= piece == ")"
        if piece == "," and not depth:
            found.append("")
        else:
            found[-1] += piece
        place += 1
    return [written_out(argument.strip()) for argument in found], place + 1


def _body(own: str, arguments: list[str]) -> str:
    parameters, body = FUNCTIONS[own]
    values = {name: f"({text})" for name, text in zip(parameters, arguments, strict=True)}
    return re.sub(r"\$[a-z]+", lambda word: values[word[0]], written_out(body))
