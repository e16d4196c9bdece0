"""Runs a plan on a backend and assembles findings."""

from compliance.engine.evaluate import evaluate, examine
from compliance.engine.known import with_known
from compliance.engine.summary import content_hash

__all__ = ["content_hash", "evaluate", "examine", "with_known"]
