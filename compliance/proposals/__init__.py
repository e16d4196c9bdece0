"""Cases, and what is proposed for each: from findings to what a person may decide."""

from compliance.proposals.cases import History, case_facts
from compliance.proposals.decide import DURABLE, REFERENCE, decide, engine_here
from compliance.proposals.engine import Engine
from compliance.proposals.told import told_case

__all__ = [
    "DURABLE", "REFERENCE", "Engine", "History", "case_facts", "decide", "engine_here",
    "told_case",
]  # fmt: skip
