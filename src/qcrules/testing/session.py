"""One run of what `qcrules test` is asked: cases, what they show of the law, whether they notice a small change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from attrs import field, frozen

from qcrules.errors import QcrulesError, UsageError
from qcrules.judge.judgement import EngineName
from qcrules.law.lookup import pages_asked
from qcrules.text import Lang

from .cases.choose import changed, chosen
from .cases.run import Case, Result, run_case
from .cases.sources import CaseSource, find
from .coverage import CaseCoverage, measure
from .mutation import mutate
from .mutation.tally import Tally

Picked = Sequence[tuple[CaseSource, Case]]


@frozen
class Wish:
    """What is asked for. ``paths`` and ``rules``: where cases are, and on which pack; the rest narrows them or adds to
    what is measured. ``fail_under``: a coverage below so many percent is a failure."""

    paths: tuple[str, ...]
    rules: str | None = None
    select: tuple[str, ...] = ()
    word: str | None = None
    changed: bool = False
    engine: EngineName = "auto"
    coverage: bool = False
    fail_under: float | None = None
    mutate: bool = False
    redundant: bool = False
    jobs: int | None = None

    @property
    def pages(self) -> set[str]:
        """The single pages among the paths."""
        return {path for path in self.paths if path.endswith(".md")}


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
    sources = find(wish.paths, wish.rules)
    pages = changed(sources) if wish.changed else None
    picked = [
        (source, case)
        for source in sources
        for case in source.cases
        if chosen(case, source.pack, wish.select, wish.word)
        and (pages is None or case.of_pack or case.page in pages)
    ]
    _nothing_chosen(wish, sources, picked)
    results = [run_case(source.book, case, wish.engine, lang) for source, case in picked]
    loaded = all(source.pack is not None for source in sources)  # else its mistakes are all there is to tell
    measured = wish.coverage or wish.redundant or wish.fail_under is not None
    coverage = _cover(wish, picked) if measured and loaded else None
    mutation = _mutate(wish, sources, pages, progress) if (wish.mutate or wish.redundant) and loaded else None
    redundant = _redundant(picked, coverage, mutation) if wish.redundant and coverage and mutation else None
    return Session(results, coverage, mutation, redundant, wish.fail_under)


def _redundant(picked: Picked, coverage: CaseCoverage, mutation: Tally) -> list[Case]:
    """The rows of which no case was the first to show a target or to notice a mutant: one case a row."""
    needed = coverage.shown_by | mutation.noticed_by
    rows = {case.place: case for _, case in picked if not case.of_pack}
    return [case for place, case in rows.items() if place not in needed]


def _nothing_chosen(wish: Wish, sources: Sequence[CaseSource], picked: Picked) -> None:
    """UsageError where a `--select` names nothing that has a case, or no case has the word: all would seem well."""
    cases = [
        (case, source.pack) for source in sources if source.pack for case in source.cases if not case.of_pack
    ]
    missing = [
        f"--select {one}"
        for one in wish.select
        if cases and not any(chosen(case, pack, (one,), None) for case, pack in cases)
    ]
    if not missing and not picked and wish.word is not None and not wish.changed:
        missing = [f"-k {wish.word}"]
    if missing and not wish.mutate:
        words = ", ".join(f"`{one}`" for one in missing)
        raise UsageError.of(f"{words}: таких случаев нет", f"{words}: there are no such cases")


def _cover(wish: Wish, picked: Picked) -> CaseCoverage:
    """What the chosen cases show. Of one pack: a percentage of several would say nothing."""
    source = _only([source for source, _ in picked])
    assert source.book is not None
    assert source.pack is not None
    rows = []
    for _, case in picked:
        try:
            rows.append(case.read())
        except QcrulesError:
            continue  # a broken case is told where the cases are
    narrowed = wish.select or wish.word or wish.changed or wish.pages
    pages = frozenset(case.page for _, case in picked) if narrowed else None
    return measure(source.book, source.pack, rows, pages)


def _mutate(
    wish: Wish,
    sources: Sequence[CaseSource],
    pages: set[str] | None,
    progress: Callable[[int, int], None] | None,
) -> Tally:
    """The mutants of the pack: of the chosen pages only, where some are chosen."""
    source = _only(sources)
    wanted = partial(_is_wanted, wish, source, pages)
    return mutate(source.folder, wish.jobs, progress, wanted, in_order=wish.redundant)


def _is_wanted(wish: Wish, source: CaseSource, pages: set[str] | None, file: str) -> bool:
    """Is a file of the pack among those whose law is to be changed?"""
    assert source.pack is not None
    asked = {page for word in wish.select for page in pages_asked(source.pack, word)}
    page = next((page for page in source.pack.pages if page.file == file), None)
    if page is None:
        return not (wish.pages or wish.select or pages is not None)
    return (
        (not wish.pages or file in wish.pages)
        and (not wish.select or page.id in asked)
        and (pages is None or page.id in pages)
    )


def _only(sources: Sequence[CaseSource]) -> CaseSource:
    """The one pack that is asked for. UsageError where there are several, or none that can be loaded."""
    packs = {id(source): source for source in sources if source.pack is not None}
    if len(packs) != 1:
        raise UsageError.of(
            "покрытие и мутации считаются для одного свода, и он должен загружаться",
            "coverage and mutation are counted for one pack, and it must load",
        )
    return next(iter(packs.values()))
