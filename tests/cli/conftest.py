"""Commands run in this process, as a shell would run them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from qcrules.cli import main


class Outcome(NamedTuple):
    """What a shell sees of a command."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """An English locale and no terminal settings, whatever the machine has."""
    for name in ("LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR", "QCRULES_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("deadline", "--from", …)``."""

    def run(*arguments: str) -> Outcome:
        status = main(arguments)
        return Outcome(status, *capsys.readouterr())

    return run
