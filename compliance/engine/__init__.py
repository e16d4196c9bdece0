"""Runs a plan on a backend and assembles findings."""

from compliance.engine.evaluate import evaluate, examine
from compliance.engine.known import with_known

__all__ = ["evaluate", "examine", "with_known"]
