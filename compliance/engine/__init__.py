"""Runs a plan on a backend and assembles findings."""

from compliance.engine.evaluate import evaluate, examine

__all__ = ["evaluate", "examine"]
