"""What is loaded stays, and is kept out of the collector's way: so what is left behind is found quickly."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def keep() -> None:
    """The rulebook, and all else that is there, stays."""
    gc.collect()
    gc.freeze()


@contextmanager
def kept() -> Iterator[None]:
    """The same, as long as a register is checked; a program that keeps things itself is left alone."""
    if gc.get_freeze_count():
        yield
        return
    keep()
    try:
        yield
    finally:
        gc.unfreeze()
