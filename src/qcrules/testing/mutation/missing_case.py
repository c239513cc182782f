"""The case that would notice a mutant: one like a case that is there, but for a fact or two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from attrs import define

from qcrules.cached import cached_property
from qcrules.finding import Finding, Verdict
from qcrules.judge.rulebook import Rulebook
from qcrules.law.lowering import lower
from qcrules.law.model import Pack
from qcrules.source.ready import Ready
from qcrules.time.calendar import Calendar

from ..cases.expand import plain_tables
from ..cases.rows import Row
from ..cases.run import findings_of, last_day
from ..cases.suggest import CaseSearch, Seed, Suggestion
from ..dependencies import Dependencies
from .mutants import MutatedRules

_MOST_SEEDS, _MOST_RULES = 40, 3
_EFFORTS = ((1, True), (1, False), (2, True), (2, False))
"""By how many facts a case differs, and whether it must be decided: the easiest first."""


@define(eq=False, slots=False)
class MissingCases:
    """Looks for cases that would notice mutants of a pack."""

    pack: Pack
    calendar: Calendar
    dependencies: Dependencies

    @cached_property
    def seeds(self) -> Mapping[str, list[Seed]]:
        """The cases of the pages, by each rule that they assert something of."""
        found: dict[str, list[Seed]] = {}
        for page in self.pack.pages:
            for table in plain_tables(self.pack, page):
                for cells in table.rows:
                    seed = Seed(page, table, cells)
                    for rule in seed.heads:
                        found.setdefault(rule, []).append(seed)
        return found

    def find(self, subject: str, changed: MutatedRules, effort: int = 150) -> Suggestion | None:
        """A case that would notice."""
        kind = changed.kind
        packs = (self.dependencies.reduced(kind, changed.touched, {}, {}), changed.pack)
        books = [Rulebook(Ready(pack, {kind: lower(pack, kind)}), self.calendar) for pack in packs]
        order = sorted(changed.touched, key=lambda rule: rule != subject)
        known = (seed for rule in order for seed in self.seeds.get(rule, ()))
        seeds = [seed for seed in known if self.pack.vocabulary.kinds[seed.table.kind or kind].whole == kind]
        rules = [self.pack.rules[kind][rule] for rule in order][:_MOST_RULES]
        search = CaseSearch(self.pack, seeds[:_MOST_SEEDS], rules, partial(self._judge, books[0]), effort)
        for count, decided in _EFFORTS:
            found = search.first(partial(self._tells, books, order, kind, decided), count)
            if found is not None:
                return found
        return None

    def _judge(self, book: Rulebook, row: Row) -> dict[str, list[Finding]]:
        row.as_of = row.as_of or last_day(self.pack)
        return findings_of(book, row, "reference", "ru")

    def _tells(
        self, books: Sequence[Rulebook], rules: Sequence[str], kind: str, decided: bool, row: Row
    ) -> str | None:
        """The first rule whose verdicts differ on a case."""
        if row.kind.whole != kind:
            return None
        before, after = (self._judge(book, row) for book in books)
        for rule in rules:
            first, second = ([(one.item, one.verdict) for one in of.get(rule, ())] for of in (before, after))
            unclear = any(verdict is Verdict.UNDETERMINED for _, verdict in first)
            if first != second and not (decided and unclear):
                return rule
        return None
