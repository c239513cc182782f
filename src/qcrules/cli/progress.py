"""A bar on stderr while many files are checked; only on a terminal."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType

from attrs import define, field

MANY = 20
_WIDTH = 30
_EVERY = 0.1  # seconds between two pictures


@define
class Progress:
    """How many of the files are done."""

    total: int
    done: int = 0
    shown: bool = field(init=False)
    drawn: bool = False
    last: float = 0.0

    @shown.default
    def _shown(self) -> bool:
        return self.total >= MANY and os.environ.get("TERM") != "dumb" and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.step_aside()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if time.monotonic() - self.last >= _EVERY:
            self._draw()

    def step_aside(self) -> None:
        """Clear the line for other words."""
        if self.drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.drawn = False

    def _draw(self) -> None:
        if not self.shown:
            return
        full = _WIDTH * self.done // self.total
        sys.stderr.write(f"\r[{'█' * full}{'·' * (_WIDTH - full)}] {self.done}/{self.total}")
        sys.stderr.flush()
        self.drawn, self.last = True, time.monotonic()
