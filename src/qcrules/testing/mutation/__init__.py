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
from functools import lru_cache
from pathlib import Path

from qcrules.workers import workers

from .bench import Bench
from .tally import Tally

Reached = Callable[[int, int], None]


def mutate(
    folder: Path,
    jobs: int | None = None,
    progress: Reached | None = None,
    wanted: Callable[[str], bool] | None = None,
    in_order: bool = False,
) -> Tally:
    """Try every mutant of the pack in a folder, on as many cores as there are; ``wanted``: of some files only."""
    _bench.cache_clear()  # files may have changed
    bench = _bench(folder, in_order)
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
    """What came of the parts, as each is done. (The cases are read before: a process that begins as a copy of this one
    has them.)"""
    assert bench.rows is not None
    given = bench.folder, bench.in_order
    with workers(jobs, _bench, *given) as pool:
        running = [pool.submit(_try_part, *given, part) for part in parts]
        for done in as_completed(running):
            yield done.result()


@lru_cache(maxsize=1)
def _bench(folder: Path, in_order: bool) -> Bench:
    return Bench.of(folder, in_order)


def _try_part(folder: Path, in_order: bool, part: str) -> Tally:
    return _bench(folder, in_order).try_part(part)
