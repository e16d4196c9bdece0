"""Runs a plan on a backend and assembles findings."""

from compliance.engine.collect import Telling
from compliance.engine.evaluate import evaluate, examine
from compliance.engine.known import with_known
from compliance.engine.means import limited
from compliance.engine.reach import people_on
from compliance.engine.summary import content_hash

__all__ = ["Telling", "content_hash", "evaluate", "examine", "limited", "people_on", "with_known"]
