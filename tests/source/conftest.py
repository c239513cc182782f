"""What the tests of kept packs share."""

from __future__ import annotations

from typing import Any

import pytest

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
