"""A pack and its cases, ready to try mutants on.

Only the rules that a step touches are lowered again, and only the cases that assert something of them are run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path

from attrs import define

from qcrules.errors import QcrulesError
from qcrules.finding import Finding, Verdict
from qcrules.judge.rulebook import Rulebook
from qcrules.law.lowering import Lowered, lower
from qcrules.law.model import Pack, choice_of
from qcrules.source.folder import read_folder
from qcrules.source.sound import Sound, load_sound
from qcrules.source.store import Ready
from qcrules.text import Text
from qcrules.time.calendar import load_calendar

from .casefile import SUFFIXES, cases_in
from .rows import Row
from .runner import cases_of, findings_of, holds, last_day
from .signature import Signatures
from .standing import Standing
from .steps import LIFE, READING, WINDOW, Mutant, Part, Steps
from .suggest import Seed, Suggestion, search
from .tally import Survivor, Tally, excused

MOST_SUGGESTED = 3
"""For how many survivors of one rule a case is looked for: one case often kills several."""


@define(eq=False, slots=False)
class Bench:
    """A pack, its trees and its cases, ready to try mutants on."""

    folder: Path
    sound: Sound

    @classmethod
    def of(cls, folder: Path) -> Bench:
        """The bench of the pack in a folder."""
        return cls(folder, load_sound(folder))

    @property
    def pack(self) -> Pack:
        """The pack as it stands."""
        return self.sound.pack

    @cached_property
    def book(self) -> Rulebook:
        """The pack as it stands, ready to check."""
        return Rulebook(self.sound.ready, load_calendar(self.pack.calendar_name, self.pack.corrections))

    @cached_property
    def standing(self) -> Standing:
        """What stands on what."""
        return Standing(self.pack)

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """The parts of the law, each of which has mutants of its own."""
        pages = read_folder(self.folder).pages
        lowered = self.sound.ready.lowered
        return Steps(self.pack, pages, lowered, frozenset(self.sound.unread), self.standing).parts()

    @cached_property
    def rows(self) -> Mapping[str, list[Row]]:
        """The cases that can be read, by each rule that they assert something of."""
        found: dict[str, list[Row]] = {}
        files = sorted(file for suffix in SUFFIXES for file in self.folder.rglob(f"*{suffix}"))
        cases = [*cases_of(self.pack), *(case for file in files for case in cases_in(file, self.pack))]
        for case in cases:
            try:
                row = case.read()
            except QcrulesError:
                continue
            row.as_of = row.as_of or last_day(self.pack)
            for rule in dict.fromkeys(name for asserted in row.asserted for name in asserted.rules):
                found.setdefault(rule, []).append(row)
        return found

    def try_part(self, part: str) -> Tally:
        """Try every mutant of one part of the law."""
        tally = Tally()
        for mutants in self._steps(part):
            fates = [self.fate(mutant) for mutant in mutants]
            if all(fate is None for fate in fates):
                tally.equivalent += 1
                continue
            tally.mutants += 1
            if any(fates):
                tally.killed += 1
                continue
            mutant = mutants[fates.index(False)]
            reason = self._reason(mutant)
            found = None if reason or len(tally.survived) >= MOST_SUGGESTED else self.suggest(mutant)
            survivor = Survivor(
                mutant.subject,
                mutant.citation,
                mutant.words,
                mutant.place,
                reason,
                found.words() if found else None,
            )
            (tally.excused if reason else tally.survived).append(survivor)
        return tally

    def _steps(self, part: str) -> Iterable[list[Mutant]]:
        """The mutants step by step: a default, a day of an edition of a page or of the law is one step for all."""
        mutants = self.parts[part].mutants()
        if part != LIFE and not part.startswith((READING, WINDOW)):
            return ([mutant] for mutant in mutants)
        steps: dict[str, list[Mutant]] = {}
        for mutant in mutants:
            steps.setdefault(mutant.words.ru, []).append(mutant)
        return steps.values()

    def fate(self, mutant: Mutant) -> bool | None:
        """True: a case noticed. False: none did. None: the mutant says the same as the law."""
        try:
            lowered = lower(mutant.pack, mutant.kind)
        except QcrulesError:
            return None
        if self._same(mutant, lowered):
            return None
        book = Rulebook(Ready(mutant.pack, {mutant.kind: lowered}), self.book.calendar)
        for row in self._in_turn(self._rows(mutant)):
            if self._notices(book, row, mutant.touched):
                self._noticed.appendleft(id(row))
                return True
        return False

    def _in_turn(self, rows: list[Row]) -> Iterable[Row]:
        """First the cases after those that noticed the last mutants: mutants and cases go through the law alike."""
        numbers = {id(row): number for number, row in enumerate(rows)}
        last = [numbers[key] for key in self._noticed if key in numbers]
        first = [number + by for by in (1, 0) for number in last if number + by < len(rows)]
        return (rows[number] for number in dict.fromkeys((*first, *range(len(rows)))))

    @cached_property
    def _noticed(self) -> deque[int]:
        return deque(maxlen=6)

    def _notices(self, book: Rulebook, row: Row, rules: frozenset[str]) -> bool:
        """Does a case fail with the mutant that holds as the law stands?"""
        if self._holds(book, row, rules):
            return False
        key = id(row), rules
        if key not in self._held:
            self._held[key] = self._holds(self.book, row, rules)
        return self._held[key]

    @cached_property
    def _held(self) -> dict[tuple[int, frozenset[str]], bool]:
        return {}

    def suggest(self, mutant: Mutant, effort: int = 150) -> Suggestion | None:
        """A case that would notice: first one that differs by one fact and is decided, then any, then by two facts."""
        reduced = self.standing.reduced(mutant.kind, mutant.touched)
        books = [
            Rulebook(Ready(pack, {mutant.kind: lower(pack, mutant.kind)}), self.book.calendar)
            for pack in (reduced, mutant.pack)
        ]
        order = sorted(mutant.touched, key=lambda rule: rule != mutant.subject)
        seeds = [seed for rule in order for seed in self.seeds.get(rule, ())][:40]
        rules = [self.pack.rules[mutant.kind][rule] for rule in order]
        for depth, decided in ((1, True), (1, False), (2, True), (2, False)):
            tells = partial(self._tells, books, order, mutant.kind, decided)
            judge = partial(self._judge, books[0])
            found = search(self.pack, seeds, rules[:3], tells, judge, effort=effort, depth=depth, least=depth)
            if found is not None:
                return found
        return None

    def _judge(self, book: Rulebook, row: Row) -> dict[str, list[Finding]]:
        row.as_of = row.as_of or last_day(self.pack)
        return findings_of(book, row, "reference", "ru")

    def _tells(
        self, books: list[Rulebook], rules: list[str], kind: str, decided: bool, row: Row
    ) -> str | None:
        """The first rule whose verdicts differ on a case."""
        if row.kind.whole != kind:
            return None
        before, after = (self._judge(book, row) for book in books)
        for rule in rules:
            first, second = (
                [(one.item, one.verdict) for one in found.get(rule, ())] for found in (before, after)
            )
            open_ = any(verdict is Verdict.UNDETERMINED for _, verdict in first)
            if first != second and not (decided and open_):
                return rule
        return None

    @cached_property
    def seeds(self) -> Mapping[str, list[Seed]]:
        """The cases of the pages, by each rule that they assert something of."""
        found: dict[str, list[Seed]] = {}
        for page in self.pack.pages:
            for table in page.tables:
                for cells in table.rows:
                    seed = Seed(page, table, cells)
                    for rule in seed.heads:
                        found.setdefault(rule, []).append(seed)
        return found

    def _holds(self, book: Rulebook, row: Row, rules: frozenset[str]) -> bool:
        try:
            return holds(book, row, rules)
        except QcrulesError:
            return False

    def _rows(self, mutant: Mutant) -> list[Row]:
        """The cases that may notice: those of the mutant's own page first."""
        rows = {id(row): row for rule in sorted(mutant.touched) for row in self.rows.get(rule, ())}
        rows = {key: row for key, row in rows.items() if row.kind.whole == mutant.kind}
        return sorted(rows.values(), key=lambda row: row.place.file != mutant.place.file)

    def _same(self, mutant: Mutant, lowered: Lowered) -> bool:
        """Do all rules say what they said? Of a swapped default: by default; of the life: never."""
        if mutant.pack.life is not self.pack.life:
            return False
        before, after = self._signatures(mutant.kind), Signatures(lowered)
        old, new = self.pack.defaults(), mutant.pack.defaults()
        if old != new:
            life = [
                pack.life[choice_of(pack.life_readings, chosen)]
                for pack, chosen in ((self.pack, old), (mutant.pack, new))
            ]
            return life[0] is life[1] and all(
                before.of_variant(before.lowered.variant(rule, old))
                == before.of_variant(before.lowered.variant(rule, new))
                for rule in mutant.touched
            )
        return all(before.of_rule(rule) == after.of_rule(rule) for rule in mutant.touched)

    def _signatures(self, kind: str) -> Signatures:
        known = self._told.get(kind)
        if known is None:
            known = self._told[kind] = Signatures(self.book.machine(kind).lowered)
        return known

    @cached_property
    def _told(self) -> dict[str, Signatures]:
        return {}

    def _reason(self, mutant: Mutant) -> Text | None:
        """What a page says of a mutant that no case can notice."""
        excuse = excused(self.pack, mutant.subject, mutant.words)
        return excuse.reason if excuse else None
