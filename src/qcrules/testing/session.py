"""One run of what `qcrules test` is asked: cases, what they show of the law, whether they notice a small change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import field, frozen

from qcrules.text import Lang

from .cases.run import Case, Result
from .coverage import CaseCoverage
from .mutation import mutate
from .mutation.tally import Tally
from .running import RanCase, run_all, run_of
from .wish import Meant, Wish


@frozen
class Session:
    """What came of it; ``redundant``: cases without which nothing less would be shown or noticed."""

    results: Sequence[Result]
    coverage: CaseCoverage | None
    mutation: Tally | None
    redundant: Sequence[Case] | None = None
    fail_under: float | None = field(default=None, repr=False)

    @property
    def status(self) -> int:
        """2 where something could not be read; 1 where a case failed, too little is covered, or a mutant survived."""
        if any(result.broken for result in self.results):
            return 2
        failed = any(not result.passed for result in self.results)
        least = self.fail_under
        short = self.coverage is not None and least is not None and self.coverage.percent < least
        return int(failed or short or bool(self.mutation and self.mutation.survived))


def hold(wish: Wish, lang: Lang, progress: Callable[[int, int], None] | None = None) -> Session:
    """Run all that is asked for; ``progress`` is told of mutants done and to do. UsageError where there is none."""
    run_of.cache_clear()  # files may have changed
    run = run_of(wish)
    meant = run.meant
    ran = run_all(wish, lang)
    results = [run.result(number, one) for number, one in enumerate(ran)]
    coverage = _coverage(meant, ran) if run.measuring is not None else None
    mutation = None
    if wish.mutated and meant.is_loaded:
        mutation = mutate(meant.source.folder, wish.jobs, progress, meant.is_mutated, in_order=wish.redundant)
    redundant = _redundant(meant, coverage, mutation) if wish.redundant and coverage and mutation else None
    return Session(results, coverage, mutation, redundant, wish.fail_under)


def _coverage(meant: Meant, ran: Sequence[RanCase]) -> CaseCoverage:
    """What the cases show together."""
    assert meant.source.pack is not None
    shown = (one.shown for one in ran if one.shown is not None)
    return CaseCoverage.of(meant.source.pack, shown, meant.covered_pages)


def _redundant(meant: Meant, coverage: CaseCoverage, mutation: Tally) -> list[Case]:
    """The rows of which no case was the first to show a target or to notice a mutant: one case a row."""
    needed = coverage.shown_by | mutation.noticed_by
    rows = {case.place: case for _, case in meant.picked if not case.of_pack}
    return [case for place, case in rows.items() if place not in needed]
