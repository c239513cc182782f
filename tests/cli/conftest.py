"""Commands run in this process, as a shell would run them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from commands import Outcome, shell

Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """An English locale and no terminal settings, whatever the machine has."""
    for name in ("LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR", "QCRULES_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def run() -> Run:
    """``run("deadline", "--from", …)``."""
    return shell
