"""What the tests of registers share."""

from __future__ import annotations

import gc

import pytest


@pytest.fixture(autouse=True)
def _no_tidying(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each chunk a run collects garbage; among all that tests keep, that takes longer than the chunk."""
    monkeypatch.setattr(gc, "collect", lambda *_: 0)
