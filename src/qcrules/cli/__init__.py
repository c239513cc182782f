"""The command line: thin, one module a command. Exit: 0 nothing violated, 1 violated, 2 wrong."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status; never a traceback (design: exit 0, 1, 2; Ctrl-C 130).

    SystemExit, once all is in order, where the process is told to end (SIGTERM 143, SIGHUP 129).
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    gc.set_threshold(100_000, 50, 50)  # what is loaded stays: do not look it over again and again,
    atexit.register(gc.freeze)  # nor once more at the end
    try:
        from .run import run
        from .surroundings import ends_in_order

        with ends_in_order():
            return run(arguments)
    except KeyboardInterrupt:
        return 130
