"""`--watch`: run again whenever a file changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

_EVERY = 0.5  # seconds between two looks
_SUFFIXES = (".md", ".yaml", ".xlsx")

Snapshot = frozenset[tuple[str, int, int]]


def snapshot(paths: Iterable[Path]) -> Snapshot:
    """Name, time of change and size of every file that may hold law or cases."""
    found = set()
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else [path]:
            try:
                if file.suffix in _SUFFIXES and file.is_file():
                    stat = file.stat()
                    found.add((str(file), stat.st_mtime_ns, stat.st_size))
            except OSError:
                continue  # gone between two looks
    return frozenset(found)


def watch(
    paths: Iterable[Path],
    run: Callable[[], object],
    wait: Callable[[float], object] = time.sleep,
    times: int | None = None,
) -> None:
    """Run, and run again after every change, until interrupted (or so many ``times``)."""
    paths = list(paths)
    before = snapshot(paths)
    run()
    done = 1
    while times is None or done < times:
        wait(_EVERY)
        now = snapshot(paths)
        if now != before:
            before = now
            run()
            done += 1
