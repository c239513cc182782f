"""What a command finds around it: streams that may be closed, and signals that end it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

ENDS = ("SIGTERM", "SIGHUP")
"""Signals after which files half written are removed and workers ended; Ctrl-C is Python's own."""


@contextmanager
def ends_in_order() -> Iterator[None]:
    """While the block runs, a signal that ends the process ends it as an error would: what was begun is undone."""
    before = {}
    for name in ENDS:
        number = getattr(signal, name, None)
        try:
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _end)
        except ValueError:  # not in the main thread: signals are somebody else's
            break
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _: Any) -> NoReturn:
    raise SystemExit(128 + number)


def leave(status: int) -> NoReturn:
    """End the process, once all is in order; where Arrow is loaded, without taking Python to pieces.

    Its threads may still read ahead of what was wanted, and one that meets Python as that goes aborts the process.
    """
    if "pyarrow" not in sys.modules:
        sys.exit(status)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or never there
            stream.flush()
    os._exit(status)


def prepare_streams() -> None:
    """Answers are UTF-8 when they go to a file or a pipe; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")


def is_terminal() -> bool:
    """Does a person read standard output?"""
    return sys.stdout is not None and sys.stdout.isatty()


def forget_stdout() -> None:
    """Nobody reads any more: let the interpreter's last flush go nowhere."""
    if sys.stdout is not None:
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
