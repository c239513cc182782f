"""Commands run in this process, as a shell would run them in a folder."""

from __future__ import annotations

import io
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from qcrules.cli import main


class Outcome(NamedTuple):
    """What a shell sees of a command."""

    status: int
    out: str
    err: str


def shell(*arguments: str, folder: Path | str = ".") -> Outcome:
    """``shell("deadline", "--from", …)``."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    return Outcome(status, out.getvalue(), err.getvalue())
