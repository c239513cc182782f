"""Cases are run in as many processes as there are cores; each is measured where it was run.

What was made ready before the processes are started they have at once, where a process begins as a copy of its parent;
elsewhere each makes it ready for itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache, partial

from attrs import frozen

from qcrules.cached import cached_property
from qcrules.judge.judgement import Judgement
from qcrules.text import Lang, Text
from qcrules.workers import workers

from .cases.rows import Row
from .cases.run import Outcome, Result, run_case
from .coverage import Measuring, ShownByCase
from .wish import Meant, Wish

FEW = 100
"""Fewer cases than these are run sooner than another process is started."""

_AT_ONCE = 16
"""So many cases are given to a process at a time: a few are much slower than the others."""


@frozen(eq=False)
class RanCase:
    """What came of one case, and what it shows (None: nothing is measured, or it could not be run)."""

    outcomes: tuple[Outcome, ...]
    broken: Text | None
    shown: ShownByCase | None


@frozen(eq=False, slots=False)
class CaseRun:
    """The cases that a wish means, ready to be run."""

    meant: Meant

    @cached_property
    def measuring(self) -> Measuring | None:
        """What measures them in this process; None where nothing is measured."""
        if not (self.meant.wish.measured and self.meant.is_loaded):
            return None
        pack = self.meant.source.pack
        assert pack is not None
        return Measuring(pack)

    def ran(self, number: int, lang: Lang) -> RanCase:
        """What came of a case, by its number among those that are meant."""
        source, case = self.meant.picked[number]
        shown: list[ShownByCase] = []

        def seen(row: Row, judgement: Judgement) -> None:
            if self.measuring is not None:
                shown.append(self.measuring.case(row, judgement))

        wish = self.meant.wish
        found = run_case(source.book, case, wish.engine, lang, explained=wish.explained, seen=seen)
        return RanCase(found.outcomes, found.broken, shown[0] if shown else None)

    def result(self, number: int, ran: RanCase) -> Result:
        """The case with what came of it."""
        return Result(self.meant.picked[number][1], ran.outcomes, ran.broken)


@lru_cache(maxsize=1)
def run_of(wish: Wish) -> CaseRun:
    """The run of a wish."""
    return CaseRun(Meant.by(wish))


def run_all(wish: Wish, lang: Lang) -> list[RanCase]:
    """What came of each case, in the order of the cases."""
    run, jobs = run_of(wish), wish.jobs or os.cpu_count() or 1
    numbers = range(len(run.meant.picked))
    if jobs < 2 or len(numbers) < FEW:
        return [run.ran(number, lang) for number in numbers]
    some = [numbers[at : at + _AT_ONCE] for at in numbers[::_AT_ONCE]]
    with workers(jobs, run_of, wish) as pool:
        return [one for found in pool.map(partial(_run_some, wish, lang), some) for one in found]


def _run_some(wish: Wish, lang: Lang, numbers: Iterable[int]) -> list[RanCase]:
    return [run_of(wish).ran(number, lang) for number in numbers]
