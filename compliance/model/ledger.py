"""What each kind of record does to a funding line: the columns of its account, with their sign."""

from __future__ import annotations

from typing import Final

COLUMNS: Final = ("appropriation", "committed", "invoiced", "paid")

# Spending by its kind: the column it moves, and whether it adds or takes away.
SPENDING: Final = {
    "commitment": ("committed", 1),
    "decommitment": ("committed", -1),
    "invoice": ("invoiced", 1),
    "credit_note": ("invoiced", -1),
    "payment": ("paid", 1),
    "refund": ("paid", -1),
}
# Power to bind later years is no credit of the line; every other movement counts with its sign.
AUTHORITY: Final = frozenset({"contract_authority", "contract_authority_cancelled"})
WITHDRAWN: Final = frozenset({"cancelled", "superseded"})
# The account of a line's credit: the column to which each movement belongs.
CREDIT: Final = {
    "initial": "initial",
    "supplementary": "supplementary",
    "reduction": "supplementary",
    "transfer_in": "transfers",
    "transfer_out": "transfers",
    "carry_in": "carried_in",
    "carry_out": "withheld",
    "freeze": "withheld",
    "unfreeze": "withheld",
    "returned": "withheld",
    "lapse": "lapsed",
}
