"""What a command does without, so that a small batch is not outweighed by what is loaded for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def spare_pandas() -> None:
    """Let Arrow find no pandas: it would load it to ask whether our lists are columns of its.

    No command hands Arrow anything of pandas; where pandas is loaded already, nothing is spared.
    """
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    blind = _Blind()
    sys.meta_path.insert(0, blind)
    try:
        pa.array([])  # Arrow looks once
    finally:
        sys.meta_path.remove(blind)


class _Blind:
    """Finds no pandas, and leaves every other module to others."""

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: object = None) -> None:
        """Refuse pandas."""
        if name == "pandas":
            raise ModuleNotFoundError(name)
