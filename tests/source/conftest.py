"""What the tests of kept packs share."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from qcrules.source import store
from qcrules.source.pack import load_pack


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packs that were read from their files."""
    read: list[str] = []

    def counted(folder: Any) -> Any:
        read.append(str(folder))
        return load_pack(folder)

    monkeypatch.setattr("qcrules.source.pack.load_pack", counted)
    return read


@pytest.fixture
def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever loads a pack does so as a new process would."""
    monkeypatch.setattr(store, "_lately", functools.lru_cache(maxsize=0)(store._load))
