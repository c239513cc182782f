"""A small regulation with cases: a library that wants its books back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the library's folder; every case in it passes."""
    return Path(shutil.copytree(Path(__file__).parent / "library", tmp_path / "library"))


@pytest.fixture
def page(folder: Path) -> Path:
    """Its one page."""
    return folder / "p1.md"
