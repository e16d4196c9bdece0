"""The peers of the row and set rules, in an environment of their own: `make bench` makes it.

Runs as a server on its standard input, so that peers and engine can take turns: each line asks for
a run as JSON, each answer gives its seconds, rows, the four counts where the peer has them, and the
failing keys as a hash. A peer that knows no nulls is given the same rule with the null excluded:
its failing keys are the same, its other counts are not asked for.
"""

# ruff: noqa: S608 - the queries are our own
from __future__ import annotations

import contextlib
import hashlib
import json
import operator
import sys
import time
from datetime import date
from typing import Any

OPS = {"=": operator.eq, "!=": operator.ne, "<=": operator.le}
SLOW = 8_000  # rows that are enough where a peer takes one message at a time


def value(rule: dict[str, Any]) -> Any:
    """Give what a field is compared with; a date for a date."""
    return date.fromisoformat(rule["value"]) if rule["field"].endswith("_on") else rule["value"]


def digest(fails: dict[str, list[str]]) -> str:
    """Give one hash of the failing keys of every rule."""
    whole = hashlib.sha256()
    for rule in sorted(fails):
        whole.update(rule.encode() + b"\0" + "\n".join(sorted(fails[rule])).encode() + b"\0")
    return whole.hexdigest()


def duckdb_fused(file: str, rules: list[dict[str, Any]], two_valued: bool = False):
    """One hand-written scan: twenty CASEs, then one aggregate and the failing keys."""
    import duckdb

    def outcome(r):
        literal = f"DATE '{r['value']}'" if r["field"].endswith("_on") else repr(r["value"])
        scope = f"kind = '{r['kind']}' AND amount > {r['more_than']}"
        op = "<>" if r["op"] == "!=" else r["op"]
        test = f"{r['field']} {op} {literal}"
        if two_valued:
            return f'({scope} AND NOT ({test})) AS "{r["id"]}"'
        return (
            f"CASE WHEN NOT ({scope}) THEN 0 WHEN ({scope}) IS NULL THEN 4 WHEN {test} THEN 1 "
            f'WHEN NOT ({test}) THEN 3 ELSE 4 END::TINYINT AS "{r["id"]}"'
        )

    connection = duckdb.connect()
    columns = ", ".join(map(outcome, rules))
    connection.execute(f"CREATE TEMP TABLE o AS SELECT _key, {columns} FROM read_parquet('{file}')")
    counts = {}
    if not two_valued:
        wanted = ", ".join(
            f'count(*) FILTER ("{r["id"]}" = {code})' for r in rules for code in (0, 1, 3, 4)
        )
        found = connection.execute(f"SELECT {wanted} FROM o").fetchone()
        counts = {r["id"]: list(found[4 * n : 4 * n + 4]) for n, r in enumerate(rules)}
    fails = {}
    for r in rules:
        test = f'"{r["id"]}"' if two_valued else f'"{r["id"]}" = 3'
        fails[r["id"]] = [
            k for (k,) in connection.execute(f"SELECT _key FROM o WHERE {test}").fetchall()
        ]
    return counts, fails


def duckdb_mask(file, rules):
    """Run the same with masks of true and false alone."""
    return duckdb_fused(file, rules, two_valued=True)


def polars_fused(file, rules):
    """One lazy scan, twenty outcome columns."""
    import polars as pl

    def outcome(r):
        scope = (pl.col("kind") == r["kind"]) & (pl.col("amount") > r["more_than"])
        test = OPS[r["op"]](pl.col(r["field"]), value(r))
        made = (
            pl.when(~scope).then(0).when(scope.is_null()).then(4).when(test).then(1)
            .when(~test).then(3).otherwise(4)
        )  # fmt: skip
        return made.cast(pl.Int8).alias(r["id"])

    read = ["_key", "kind", "amount", *sorted({r["field"] for r in rules})]
    frame = pl.scan_parquet(file).select(read).select("_key", *map(outcome, rules)).collect()
    counts, fails = {}, {}
    for r in rules:
        column = frame[r["id"]]
        counts[r["id"]] = [int((column == code).sum()) for code in (0, 1, 3, 4)]
        fails[r["id"]] = frame.filter(column == 3)["_key"].to_list()
    return counts, fails


def _pandas(file):
    import pandas as pd

    return pd.read_parquet(file, dtype_backend="pyarrow")


def pandas_masks(file, rules):
    """Masks over nullable columns."""
    frame = _pandas(file)
    counts, fails = {}, {}
    for r in rules:
        scope = (frame["kind"] == r["kind"]) & (frame["amount"] > r["more_than"])
        test = OPS[r["op"]](frame[r["field"]], value(r))
        inside = scope.fillna(False).astype(bool)
        passed = inside & test.fillna(False).astype(bool)
        failed = inside & (~test).fillna(False).astype(bool)
        rest = int(inside.sum() - passed.sum() - failed.sum() + scope.isna().sum())
        outside = int((~scope).fillna(False).sum())
        counts[r["id"]] = [outside, int(passed.sum()), int(failed.sum()), rest]
        fails[r["id"]] = frame.loc[failed, "_key"].tolist()
    return counts, fails


def _broken(frame, r):
    scope = (frame["kind"] == r["kind"]) & (frame["amount"] > r["more_than"])
    return (scope & ~OPS[r["op"]](frame[r["field"]], value(r))).fillna(False).astype(bool)


def pandera_checks(file, rules):
    """One check a rule over the frame; the failure cases name the rows."""
    import pandera.pandas as pa

    frame = _pandas(file).set_index("_key", drop=False)
    checks = [pa.Check(lambda df, r=r: ~_broken(df, r), name=r["id"]) for r in rules]
    fails = {r["id"]: [] for r in rules}
    try:
        pa.DataFrameSchema(checks=checks).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["check", "index"])
        for rule, keys in cases.groupby("check")["index"]:
            fails[rule] = keys.tolist()
    return {}, fails


def pointblank_steps(file, rules):
    """One step a rule, as a Polars expression."""
    import pointblank as pb
    import polars as pl

    frame = pl.read_parquet(file)
    plan = pb.Validate(frame)
    for r in rules:
        scope = (pl.col("kind") == r["kind"]) & (pl.col("amount") > r["more_than"])
        broken = scope & ~OPS[r["op"]](pl.col(r["field"]), value(r))
        plan = plan.col_vals_expr(~broken.fill_null(value=False))
    found = plan.interrogate(get_first_n=None, extract_limit=10**9)
    return {}, {
        r["id"]: found.get_data_extracts(n + 1, frame=True)["_key"].to_list()
        for n, r in enumerate(rules)
    }


def great_expectations_suite(file, rules):
    """One expectation a rule, over a column that says whether it is broken."""
    import great_expectations as gx

    frame = _pandas(file)
    frame = frame.assign(**{r["id"]: _broken(frame, r) for r in rules})
    context = gx.get_context(mode="ephemeral")
    batch = (
        context.data_sources.add_pandas("bench").add_dataframe_asset("lines")
        .add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    )  # fmt: skip
    suite = gx.ExpectationSuite("rules")
    for r in rules:
        suite.add_expectation(
            gx.expectations.ExpectColumnValuesToBeInSet(column=r["id"], value_set=[False])
        )
    asked = {"result_format": "COMPLETE", "unexpected_index_column_names": ["_key"]}
    found = batch.validate(suite, result_format=asked)
    return {}, {
        result.expectation_config.kwargs["column"]: [
            item["_key"] for item in result.result.get("unexpected_index_list") or []
        ]
        for result in found.results
    }


def _messages(file, rows):
    """Give lines as plain dictionaries, dates as numbers that every engine compares."""
    import pyarrow.parquet as pq

    read = [
        "_key",
        "kind",
        "amount",
        "due_on",
        "approved_on",
        "nature",
        "tax_treatment",
        "budget_year",
    ]
    found = pq.read_table(file, columns=read).slice(0, rows).to_pylist()
    for line in found:
        for name in ("due_on", "approved_on"):
            line[name] = None if line[name] is None else line[name].toordinal()
    return found


def _plain(r):
    return value(r).toordinal() if r["field"].endswith("_on") else r["value"]


def _broken_text(r):
    """Say that a rule is broken in the words that ZEN and rule-engine share."""
    op = {"=": "!=", "!=": "==", "<=": ">"}[r["op"]]
    scope = f'kind == "{r["kind"]}" and amount > {r["more_than"]}'
    return f"{scope} and {r['field']} != null and {r['field']} {op} {json.dumps(_plain(r))}"


def zen_graph(file, rules, rows=SLOW):
    """One expression node with twenty outputs, one message at a time."""
    import zen

    lines = _messages(file, rows)
    expressions = [
        {
            "id": r["id"], "key": r["id"].replace("-", "_"),
            "value": _broken_text(r).replace('"', "'"),
        }
        for r in rules
    ]  # fmt: skip
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "rules", "type": "expressionNode", "name": "rules",
             "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "rules"},
            {"id": "b", "sourceId": "rules", "targetId": "out"},
        ],
    }  # fmt: skip
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    fails = {r["id"]: [] for r in rules}
    start = time.perf_counter()
    for line in lines:
        found = decision.evaluate(line)["result"]
        for r in rules:
            if found[r["id"].replace("-", "_")]:
                fails[r["id"]].append(line["_key"])
    return {}, fails, time.perf_counter() - start, len(lines)


def rule_engine_rules(file, rules, rows=SLOW // 4):
    """Twenty rules, each asked of one message at a time."""
    import rule_engine

    lines = _messages(file, rows)
    made = [(r["id"], rule_engine.Rule(_broken_text(r))) for r in rules]
    fails = {r["id"]: [] for r in rules}
    start = time.perf_counter()
    for line in lines:
        for own, rule in made:
            if rule.matches(line):
                fails[own].append(line["_key"])
    return {}, fails, time.perf_counter() - start, len(lines)


def durable_rules_set(file, rules, rows=SLOW // 4):
    """One rule set; a fact for each line, as the library is used, one state a thousand lines."""
    from durable import engine

    lines = _messages(file, rows)
    tests = {"=": "$neq", "!=": None, "<=": "$gt"}
    fails = {r["id"]: [] for r in rules}
    definition = {}
    for r in rules:
        clause = (
            {r["field"]: _plain(r)}
            if r["op"] == "!="
            else {tests[r["op"]]: {r["field"]: _plain(r)}}
        )
        parts = [{"kind": r["kind"]}, {"$gt": {"amount": r["more_than"]}}, clause]
        definition[r["id"]] = {"all": [{"m": {"$and": parts}}], "run": _closure(fails[r["id"]])}
    host = engine.Host()
    host._run = lambda *_: None
    host.set_rulesets({"bench": definition})
    start = time.perf_counter()
    for number, line in enumerate(lines):
        fact = {"id": str(number), "sid": str(number // 1000), "line": line["_key"]}
        fact |= {name: v for name, v in line.items() if v is not None and name != "_key"}
        with contextlib.suppress(engine.MessageNotHandledException):
            host.assert_fact("bench", fact)
    return {}, fails, time.perf_counter() - start, len(lines)


def _closure(found):
    def note(c):
        found.append(c.m.line)

    return note


ROW_RULES = {
    "duckdb": duckdb_fused, "duckdb mask": duckdb_mask, "polars": polars_fused,
    "pandas": pandas_masks, "pandera": pandera_checks, "pointblank": pointblank_steps,
    "great expectations": great_expectations_suite, "zen": zen_graph,
    "rule-engine": rule_engine_rules, "durable-rules": durable_rules_set,
}  # fmt: skip


def duckdb_sets(file, credit, limit):
    """The best windows that we know: groups that cannot fail are left out first."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(
        f"CREATE TEMP TABLE s AS SELECT _key, kind, vendor, document_number, contract, "
        f"funding_line, budget_year, amount, booked_on FROM read_parquet('{file}')"
    )
    twice = """
        SELECT _key FROM (SELECT _key, row_number() OVER (PARTITION BY vendor, document_number,
            amount ORDER BY booked_on, _key) AS n FROM s JOIN (SELECT vendor, document_number,
            amount FROM s WHERE kind = 'payment' AND document_number IS NOT NULL GROUP BY ALL
            HAVING count(*) > 1) USING (vendor, document_number, amount) WHERE kind = 'payment')
        WHERE n > 1"""
    split = f"""
        SELECT _key FROM (SELECT _key, sum(amount) OVER (PARTITION BY contract ORDER BY booked_on
            RANGE BETWEEN INTERVAL 30 DAYS PRECEDING AND CURRENT ROW) AS total
            FROM s JOIN (SELECT contract FROM s WHERE kind = 'commitment' AND amount <= {limit}
            GROUP BY contract HAVING sum(amount) > {limit}) USING (contract)
            WHERE kind = 'commitment' AND amount <= {limit})
        WHERE total > {limit}"""
    above = f"""
        SELECT _key FROM (SELECT _key, credit, sum(amount) OVER (PARTITION BY funding_line,
            budget_year ORDER BY booked_on, _key ROWS UNBOUNDED PRECEDING) AS total
            FROM s JOIN (SELECT s.funding_line, s.budget_year, coalesce(any_value(c.amount), 0)
            AS credit FROM s LEFT JOIN read_parquet('{credit}') c USING (funding_line, budget_year)
            WHERE s.kind = 'commitment' GROUP BY ALL HAVING sum(s.amount) > credit)
            USING (funding_line, budget_year) WHERE kind = 'commitment')
        WHERE total > credit"""
    return {}, {
        name: [key for (key,) in connection.execute(query).fetchall()]
        for name, query in (("BEN-101", twice), ("BEN-102", split), ("BEN-103", above))
    }


def polars_sets(file, credit, limit):
    """The same by Polars, lazily."""
    import polars as pl

    read = ["_key", "kind", "vendor", "document_number", "contract", "funding_line", "budget_year",
            "amount", "booked_on"]  # fmt: skip
    lines = pl.scan_parquet(file).select(read).collect()
    keys = ["vendor", "document_number", "amount"]
    paid = lines.filter((pl.col("kind") == "payment") & pl.col("document_number").is_not_null())
    twice = (
        paid.filter(pl.len().over(keys) > 1).sort("booked_on", "_key")
        .filter(pl.int_range(pl.len()).over(keys) > 0)
    )  # fmt: skip
    bound = lines.filter(pl.col("kind") == "commitment")
    small = bound.filter(pl.col("amount") <= limit)
    small = small.filter(pl.col("amount").sum().over("contract") > limit)
    totals = (
        small.sort("contract", "booked_on")
        .rolling("booked_on", period="31d", group_by="contract")
        .agg(pl.col("amount").sum().alias("total"))
    )
    totals = totals.unique(["contract", "booked_on"])
    split = small.join(totals, on=["contract", "booked_on"]).filter(pl.col("total") > limit)
    held = pl.read_parquet(credit).select(
        "funding_line", "budget_year", pl.col("amount").alias("credit")
    )
    lines_of = ["funding_line", "budget_year"]
    bound = (
        bound.join(held, on=lines_of, how="left")
        .with_columns(pl.col("credit").fill_null(0))
        .filter(pl.col("amount").sum().over(lines_of) > pl.col("credit"))
    )
    above = bound.sort("booked_on", "_key").filter(
        pl.col("amount").cum_sum().over(lines_of) > pl.col("credit")
    )
    found = {"BEN-101": twice, "BEN-102": split, "BEN-103": above}
    return {}, {name: frame["_key"].to_list() for name, frame in found.items()}


SET_RULES = {"duckdb": duckdb_sets, "polars": polars_sets}


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Perform one run."""
    start = time.perf_counter()
    if "credit" in asked:
        found = SET_RULES[asked["peer"]](asked["file"], asked["credit"], asked["limit"])
    else:
        found = ROW_RULES[asked["peer"]](asked["file"], asked["rules"])
    seconds = time.perf_counter() - start
    counts, fails, *own = found
    seconds, rows = own or (seconds, None)
    return {
        "seconds": seconds, "rows": rows, "counts": counts, "fails": digest(fails),
        "failing": sum(map(len, fails.values())),
    }  # fmt: skip


def main() -> None:
    """Answer line by line until the input ends."""
    out, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    for line in sys.stdin:
        try:
            told = answer(json.loads(line))
        except Exception as error:  # noqa: BLE001 - told to the other side
            told = {"error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(told), file=out, flush=True)


if __name__ == "__main__":
    main()
