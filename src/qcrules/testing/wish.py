"""What `qcrules test` is asked for, and the cases that are meant."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from qcrules.cached import cached_property
from qcrules.errors import UsageError
from qcrules.judge.judgement import EngineName
from qcrules.law.lookup import pages_asked

from .cases.choose import changed, chosen
from .cases.run import Case
from .cases.sources import CaseSource, find


@frozen
class Wish:
    """What is asked for. ``paths`` and ``rules``: where cases are, and on which pack; the rest narrows them or adds to
    what is measured. ``fail_under``: a coverage below so many percent is a failure. ``explained``: what passes is to be
    told with its sentence."""

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
    explained: bool = False

    @property
    def pages(self) -> set[str]:
        """The single pages among the paths."""
        return {path for path in self.paths if path.endswith(".md")}

    @property
    def measured(self) -> bool:
        """Is coverage to be measured?"""
        return self.coverage or self.redundant or self.fail_under is not None

    @property
    def mutated(self) -> bool:
        """Are mutants to be tried?"""
        return self.mutate or self.redundant


Picked = tuple[CaseSource, Case]


@frozen(eq=False, slots=False)
class Meant:
    """The packs and cases that a wish means. ``pages``: those that git calls changed, where these alone are asked
    for."""

    wish: Wish
    sources: tuple[CaseSource, ...]
    pages: set[str] | None
    picked: tuple[Picked, ...]

    @classmethod
    def by(cls, wish: Wish) -> Meant:
        """What a wish means. UsageError where there is none."""
        sources = find(wish.paths, wish.rules)
        pages = changed(sources) if wish.changed else None
        picked = tuple(
            (source, case)
            for source in sources
            for case in source.cases
            if chosen(case, source.pack, wish.select, wish.word)
            and (pages is None or case.of_pack or case.page in pages)
        )
        _nothing_chosen(wish, sources, picked)
        return cls(wish, tuple(sources), pages, picked)

    @property
    def is_loaded(self) -> bool:
        """Could all packs be loaded? Else their mistakes are all there is to tell."""
        return all(source.pack is not None for source in self.sources)

    @cached_property
    def source(self) -> CaseSource:
        """The one pack that is measured: a percentage of several would say nothing. UsageError where there are several,
        or none that can be loaded."""
        packs = {id(source): source for source in self.sources if source.pack is not None}
        if len(packs) != 1:
            raise UsageError.of(
                "покрытие и мутации считаются для одного свода, и он должен загружаться",
                "coverage and mutation are counted for one pack, and it must load",
            )
        return next(iter(packs.values()))

    @property
    def covered_pages(self) -> frozenset[str] | None:
        """The pages whose coverage is told; None: all of them."""
        wish = self.wish
        narrowed = wish.select or wish.word or wish.changed or wish.pages
        return frozenset(case.page for _, case in self.picked) if narrowed else None

    def is_mutated(self, file: str) -> bool:
        """Is a file of the pack among those whose law is to be changed?"""
        wish, pack = self.wish, self.source.pack
        assert pack is not None
        asked = {page for word in wish.select for page in pages_asked(pack, word)}
        page = next((page for page in pack.pages if page.file == file), None)
        if page is None:
            return not (wish.pages or wish.select or self.pages is not None)
        return (
            (not wish.pages or file in wish.pages)
            and (not wish.select or page.id in asked)
            and (self.pages is None or page.id in self.pages)
        )


def _nothing_chosen(wish: Wish, sources: Sequence[CaseSource], picked: Sequence[Picked]) -> None:
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
