"""A bar on stderr while much is checked; only on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from types import TracebackType
from typing import Any, TypeVar

import click

T = TypeVar("T")

MANY = 20
"""Fewer files than these are done before anybody would look at a bar."""

_CLEAR = "\r\x1b[K\x1b[?25h"  # the line is blank, and the cursor is shown again


class ProgressBar:
    """How much of a total is done. ``total`` is None where nobody knows; of fewer than ``least`` no bar is shown."""

    def __init__(self, total: int | None = None, least: int = MANY) -> None:
        self.total, self.least = total, least
        self._bar: Any = None

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.step_aside()

    def over(self, things: Iterable[T]) -> Iterator[T]:
        """Things to be done one after another; each is done when the next is asked for."""
        for one in things:
            yield one
            self.step()

    def step(self, more: int = 1) -> None:
        """Count that so many more are done."""
        if self._bar is None and self._is_wanted():
            self._bar = click.progressbar(count(), self.total, show_pos=True, file=sys.stderr)
        if self._bar is not None:
            self._bar.update(more)

    def reach(self, done: int, total: int) -> None:
        """Show how many are done of a total that was not known before."""
        self.total = total
        self.step(done - (self._bar.pos if self._bar is not None else 0))

    def step_aside(self) -> None:
        """Clear the line for other words."""
        if self._bar is not None:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def _is_wanted(self) -> bool:
        few = self.total is not None and self.total < self.least
        return not few and os.environ.get("TERM") != "dumb" and sys.stderr.isatty()
