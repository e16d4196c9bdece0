"""A small catalogue with every type of field, and parameters of every unit."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from compliance.lang.parameters import Parameter, read_parameters
from compliance.model.catalogue import MADE, Catalogue, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMON = """\
every:
  entity: {type: text, meaning: m}
  status:
    {type: code, default: final, meaning: m,
     values: {draft: m, final: m, cancelled: m, superseded: m}}
dated:
  valid_from: {type: date, meaning: m}
  valid_until: {type: date, meaning: m}
"""
DEAL = """\
kind: deal
title: Deal
meaning: The subject of most rules.
key: [deal_id]
date: signed_on
money: value
source: line.source
fields:
  deal_id: {type: text, meaning: m}
  name: {type: text, meaning: m, correctable: true}
  stage: {type: code, meaning: m, values: {open: m, limited: m, direct: m}}
  value: {type: money, meaning: m, rate_date: [signed_on]}
  fee: {type: money, meaning: m, rate_date: [signed_on]}
  bids: {type: integer, meaning: m}
  year: {type: integer, meaning: m}
  rate: {type: decimal, meaning: m}
  share: {type: ratio, meaning: m}
  urgent: {type: boolean, meaning: m}
  signed_on: {type: date, meaning: m}
  ends_on: {type: date, meaning: m, correctable: true}
  opened_at: {type: timestamp, meaning: m}
  closed_at: {type: timestamp, meaning: m}
  firm: {type: reference, to: firm, meaning: m}
  line: {type: reference, to: line, also: {year: year}, meaning: m}
  parent: {type: reference, to: deal, meaning: m}
  pilot: {type: text, meaning: m}
  tags: {type: list, of: text, meaning: m}
  words: {type: list, of: code, meaning: m, values: {open: m, limited: m, other: m}}
"""
MOVE = """\
kind: move
title: Move
meaning: A movement of money.
key: [move_id]
date: booked_on
money: amount
source: line.source
fields:
  move_id: {type: text, meaning: m}
  label: {type: text, meaning: m, personal: true}
  kind: {type: code, meaning: m, values: {pay: m, bill: m, back: m}}
  deal: {type: reference, to: deal, meaning: m}
  firm: {type: reference, to: firm, meaning: m}
  line: {type: reference, to: line, meaning: m}
  amount: {type: money, meaning: m, rate_date: [booked_on]}
  quantity: {type: integer, meaning: m}
  weight: {type: decimal, meaning: m}
  paid: {type: boolean, meaning: m}
  booked_on: {type: date, meaning: m}
  due_on: {type: date, meaning: m}
"""
FIRM = """\
kind: firm
title: Firm
meaning: A vendor, in versions.
key: [firm_id]
date: since
dated: true
fields:
  firm_id: {type: text, meaning: m}
  title: {type: text, meaning: m}
  nation: {type: code, meaning: m, values: {NO: m, BE: m, ES: m}}
  cap: {type: money, meaning: m, rate_date: [since]}
  since: {type: date, meaning: m}
  home: {type: reference, to: firm, meaning: m}
"""
LINE = """\
kind: line
title: Line
meaning: A line of one year, with a composite key, in versions.
key: [line_id, year]
date: opens_on
money: ceiling
source: source
dated: true
fields:
  line_id: {type: text, meaning: m}
  year: {type: integer, meaning: m}
  source: {type: code, meaning: m, values: {joint: m, trust: m, cash: m}}
  ceiling: {type: money, meaning: m, rate_date: [opens_on]}
  opens_on: {type: date, meaning: m}
  above: {type: reference, to: line, also: {year: year}, meaning: m}
  nations: {type: list, of: text, meaning: m}
"""
PARAMETERS = """\
parameters:
  - {id: p.money, title: t, unit: money, values: [
      {value: "EUR 100.00", source: s, standing: house},
      {from: 2026-01-01, value: "EUR 250.50", source: s, standing: house}]}
  - {id: p.late, title: t, unit: money, values: [
      {from: 2024-02-29, until: 2025-12-31, value: "EUR 1.00", source: s, standing: house},
      {from: 2026-02-01, value: "EUR 3.00", source: s, standing: analogue}]}
  - {id: p.keyed, title: t, unit: money, by: source, values: [
      {key: joint, value: "EUR 5.00", source: s, standing: house},
      {key: joint, from: 2026-01-01, value: "EUR 6.00", source: s, standing: house},
      {key: trust, from: 2025-06-01, value: "EUR 90.00", source: s, standing: house}]}
  - {id: p.entity, title: t, unit: integer, by: entity, values: [
      {key: north, value: "2", source: s, standing: house},
      {value: "7", source: s, standing: house}]}
  - {id: p.pilot, title: t, unit: text, by: pilot, values: [
      {key: a, value: abc, source: s, standing: house},
      {value: A, source: s, standing: house}]}
  - {id: p.share, title: t, unit: ratio, values: [{value: "12.5%", source: s, standing: house}]}
  - {id: p.number, title: t, unit: number, values: [
      {value: "2", source: s, standing: house},
      {from: 2025-01-01, value: "2.25", source: s, standing: house}]}
  - {id: p.band, title: t, unit: integer, by: band, values: [
      {up_to: "EUR 8.00", value: "1", source: s, standing: house},
      {above: "EUR 8.00", up_to: "EUR 20.00", value: "2", source: s, standing: house},
      {above: "EUR 8.00", up_to: "EUR 20.00", from: 2026-01-01, value: "3", source: s,
       standing: house},
      {above: "EUR 20.00", until: 2025-12-31, value: "5", source: s, standing: house}]}
  - {id: p.days, title: t, unit: days, values: [
      {value: 10 days, source: s, standing: house},
      {from: 2025-03-01, value: 0 days, source: s, standing: house}]}
  - {id: p.window, title: t, unit: days, by: source, values: [
      {key: joint, value: 30 days, source: s, standing: house},
      {key: trust, value: 366 days, source: s, standing: house}]}
  - {id: p.months, title: t, unit: months, values: [
      {value: 1 months, source: s, standing: house}]}
  - {id: p.text, title: t, unit: text, values: [{value: a, source: s, standing: house}]}
  - {id: p.words, title: t, unit: list of text, values: [
      {value: [a, open, "NO"], source: s, standing: house}]}
  - {id: p.yes, title: t, unit: boolean, values: [
      {value: "true", source: s, standing: house},
      {from: 2026-01-01, value: "false", source: s, standing: house}]}
"""
_PACKAGED = Path(__file__).parents[2] / "rules" / "catalogue"
_FILES = {
    "catalogue/common.yaml": COMMON,
    "catalogue/deal.yaml": DEAL,
    "catalogue/move.yaml": MOVE,
    "catalogue/firm.yaml": FIRM,
    "catalogue/line.yaml": LINE,
    "parameters/all.yaml": PARAMETERS,
}


@cache
def small() -> tuple[Catalogue, Mapping[str, Parameter]]:
    """Give the catalogue and the parameters that the tests of the compiler use."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in _FILES.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text, "utf-8")
        for name in MADE:  # no rule of these tests reads them
            shutil.copy(_PACKAGED / f"{name}.yaml", root / "catalogue")
        parameters, faults = read_parameters(root / "parameters")
        assert not faults, faults
        return read_catalogue(root / "catalogue"), parameters
