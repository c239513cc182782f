"""A bar on stderr while much is checked; only on a terminal."""

from __future__ import annotations

import os
import sys
from itertools import count
from types import TracebackType
from typing import Any

import click

MANY = 20
"""Fewer files than these are done before anybody would look at a bar."""

_CLEAR = "\r\x1b[K\x1b[?25h"  # the line is blank, and the cursor is shown again


class Progress:
    """How much of a total is done. ``total`` is None where nobody knows; of fewer than ``least`` no bar is shown."""

    def __init__(self, total: int | None, least: int = MANY) -> None:
        few = total is not None and total < least
        self._bar: Any = None
        if not few and os.environ.get("TERM") != "dumb" and sys.stderr.isatty():
            self._bar = click.progressbar(count(), total, show_pos=True, file=sys.stderr)

    def __enter__(self) -> Progress:
        if self._bar is not None:
            self._bar.render_progress()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.step_aside()

    def step(self, more: int = 1) -> None:
        """So many more are done."""
        if self._bar is not None:
            self._bar.update(more)

    def step_aside(self) -> None:
        """Clear the line for other words."""
        if self._bar is not None:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
