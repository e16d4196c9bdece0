"""Runs a plan on a backend and assembles findings."""

from compliance.engine.evaluate import evaluate, outcomes

__all__ = ["evaluate", "outcomes"]
