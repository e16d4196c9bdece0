"""What the tests of intake share: the shipped catalogue and rules, and the folder of real data."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from compliance.intake import read_batch
from compliance.model.catalogue import Catalogue, read_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from compliance.model.batch import Batch

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def rules() -> Path:
    return ROOT / "rules"


@pytest.fixture(scope="session")
def catalogue(rules: Path) -> Catalogue:
    return read_catalogue(rules / "catalogue")


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("COMPLIANCE_SHARED_DATA", ROOT / "../shared/data"))
    if not folder.is_dir():
        pytest.skip("the shared data are not here; set COMPLIANCE_SHARED_DATA")
    return folder


@pytest.fixture
def read(catalogue: Catalogue, rules: Path) -> Callable[..., Batch]:
    """Read one or several paths as a batch."""

    def _read(*paths: Path, mapping: str | None = None) -> Batch:
        return read_batch(paths, catalogue, rules, mapping)

    return _read


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of text or bytes into a fresh folder."""

    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write
