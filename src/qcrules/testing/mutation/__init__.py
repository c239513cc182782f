"""Does any case notice when the law is changed by one small step?

Each mutant is a pack in which one rule, one definition, one day of the regulation's validity or one default differs. A
mutant whose rules say the same is equivalent and not counted; a mutant that no case notices survives, unless the page
gives the reason (`без_случая`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from concurrent.futures import as_completed
from contextlib import closing
from pathlib import Path

from qcrules.workers import workers

from .bench import Bench
from .tally import Tally

Reached = Callable[[int, int], None]
_bench: Bench | None = None


def mutate(
    folder: Path,
    jobs: int | None = None,
    progress: Reached | None = None,
    wanted: Callable[[str], bool] | None = None,
    in_order: bool = False,
) -> Tally:
    """Try every mutant of the pack in a folder, on as many cores as there are; ``wanted``: of some files only."""
    bench = Bench.of(folder, in_order)
    parts = [name for name, part in bench.parts.items() if wanted is None or wanted(part.file)]
    jobs = jobs if jobs is not None else os.cpu_count() or 1
    total = Tally()
    with closing(_all(bench, parts) if jobs < 2 else _in_parallel(bench, parts, jobs)) as tallies:
        for done, tally in enumerate(tallies, 1):
            total.add(tally)
            if progress is not None:
                progress(done, len(parts))
    for found in (total.survived, total.waived):
        found.sort(key=lambda one: (one.place.file, one.place.line or 0, one.words.ru))
    return total


def _all(bench: Bench, parts: list[str]) -> Generator[Tally]:
    yield from map(bench.try_part, parts)


def _in_parallel(bench: Bench, parts: list[str], jobs: int) -> Generator[Tally]:
    with workers(jobs, _start, bench.folder, bench.in_order) as pool:
        running = [pool.submit(_try_part, part) for part in parts]
        for done in as_completed(running):
            yield done.result()


def _start(folder: Path, in_order: bool) -> None:
    global _bench
    _bench = Bench.of(folder, in_order)


def _try_part(part: str) -> Tally:
    assert _bench is not None
    return _bench.try_part(part)
