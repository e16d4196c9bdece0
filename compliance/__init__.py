"""Rules-based procurement and financial compliance checks.

`compliance.check(frames_or_paths)` checks a batch from Python; the command line is `compliance`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compliance.api import CheckResult, check

__version__ = "0.1.0"
__all__ = ["CheckResult", "__version__", "check"]


def __getattr__(name: str) -> Any:
    """Load the interface when it is first used, so that the command line starts at once."""
    if name in {"check", "CheckResult"}:
        from compliance import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
