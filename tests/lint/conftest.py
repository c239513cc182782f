"""A small regulation that a test can spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qcrules.lint import Issue, lint


class SmallPack:
    """A folder with a pack, and what the lint says of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(shutil.copytree(Path(__file__).parent / "library", folder))

    def change(self, file: str, old: str, new: str) -> None:
        """Replace some words, which must be there."""
        path = self.folder / file
        words = path.read_text(encoding="utf-8")
        assert old in words
        path.write_text(words.replace(old, new), encoding="utf-8")

    def found(self) -> list[Issue]:
        return lint(self.folder)

    def codes(self) -> list[str]:
        return [issue.code for issue in self.found()]


@pytest.fixture
def pack(tmp_path: Path) -> SmallPack:
    return SmallPack(tmp_path / "library")


Change = Callable[[str, str, str], None]
