"""A pack and its cases, ready to try mutants on.

Only the rules that a mutant touches are lowered again, and only the cases that assert something of them are run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import define

from qcrules.cached import cached_property
from qcrules.errors import Place, QcrulesError
from qcrules.judge.rulebook import Rulebook, calendar_of
from qcrules.law.lowered import Lowered
from qcrules.law.lowering import lower
from qcrules.law.model import Pack, choice_of
from qcrules.source.parts import page_of
from qcrules.source.ready import Ready
from qcrules.source.sound import Sound, load_sound

from ..cases.files import SUFFIXES, cases_in
from ..cases.rows import Row
from ..cases.run import cases_of, holds, last_day
from ..dependencies import Dependencies
from .missing_case import MissingCases
from .mutants import Mutant, Mutants, MutatedRules, Part
from .signature import Signatures
from .tally import Survivor, Tally

MOST_SUGGESTED = 3
"""For how many survivors of one rule a case is looked for: one case often kills several."""


@define(eq=False, slots=False)
class Bench:
    """A pack and its cases, ready to try mutants on.

    ``in_order``: the cases are asked as they stand, so that those which notice nothing new can be told; else those
    first that noticed the last mutants.
    """

    folder: Path
    sound: Sound
    in_order: bool = False

    @classmethod
    def of(cls, folder: Path, in_order: bool = False) -> Bench:
        """The bench of the pack in a folder."""
        return cls(folder, load_sound(folder), in_order)

    @property
    def pack(self) -> Pack:
        """The pack as it stands."""
        return self.sound.pack

    @cached_property
    def book(self) -> Rulebook:
        """The pack as it stands, ready to check."""
        return Rulebook(self.sound.ready, calendar_of(self.pack))

    @cached_property
    def dependencies(self) -> Dependencies:
        """What depends on what."""
        return Dependencies(self.pack)

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """The parts of the law, each of which has mutants of its own."""
        lowered, unread = self.sound.ready.lowered, frozenset(self.sound.unread)
        return Mutants(self.pack, lowered, unread, self.dependencies).parts()

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

    @cached_property
    def missing_cases(self) -> MissingCases:
        """Looks for cases that would notice."""
        return MissingCases(self.pack, self.book.calendar, self.dependencies)

    @cached_property
    def _noticed(self) -> deque[int]:
        """The cases that noticed the last mutants."""
        return deque(maxlen=6)

    @cached_property
    def _held(self) -> dict[tuple[int, frozenset[str]], bool]:
        """Whether a case holds of some rules as the law stands."""
        return {}

    @cached_property
    def _signatures(self) -> Mapping[str, Signatures]:
        return {kind: Signatures(lowered) for kind, lowered in self.sound.ready.lowered.items()}

    def try_part(self, part: str) -> Tally:
        """Try every mutant of one part of the law."""
        tally = Tally()
        for mutant in self.parts[part].mutants():
            fates = self._fates(mutant, tally.noticed_by)
            if all(fate is None for fate in fates):
                tally.equivalent += 1
                continue
            tally.mutants += 1
            if True in fates:
                tally.killed += 1
                continue
            waiver, case = self.pack.waiver(mutant.subject, mutant.words), None
            if waiver is None and len(tally.survived) < MOST_SUGGESTED:
                case = self.missing_cases.find(mutant.subject, mutant.rules[fates.index(False)])
            survivor = Survivor(
                mutant.subject,
                mutant.citation,
                mutant.words,
                mutant.place,
                waiver.reason if waiver else None,
                case.words() if case else None,
            )
            (tally.waived if waiver else tally.survived).append(survivor)
        return tally

    def _fates(self, mutant: Mutant, noticed_by: set[Place]) -> list[bool | None]:
        """What becomes of a mutant in each kind of record: up to the first in which a case notices it."""
        fates: list[bool | None] = []
        for changed in mutant.rules:
            fates.append(self.fate(mutant, changed, noticed_by))
            if fates[-1]:
                break
        return fates

    def fate(self, mutant: Mutant, changed: MutatedRules, noticed_by: set[Place]) -> bool | None:
        """True: a case noticed (its place is added). False: none did. None: the mutant says the same as the law of that
        kind of record."""
        try:
            lowered = lower(changed.pack, changed.kind)
        except QcrulesError:
            return None
        if self._same(changed, lowered):
            return None
        book = Rulebook(Ready(changed.pack, {changed.kind: lowered}), self.book.calendar, like=self.book)
        for row in self._in_turn(self._rows(mutant, changed)):
            if self._notices(book, row, changed.touched):
                self._noticed.appendleft(id(row))
                noticed_by.add(row.place)
                return True
        return False

    def _rows(self, mutant: Mutant, changed: MutatedRules) -> list[Row]:
        """The cases that may notice: first those of the mutant's own page, then those of pages where one chooses an
        option of the reading that it changes."""
        rows = {id(row): row for rule in sorted(changed.touched) for row in self.rows.get(rule, ())}
        of_kind = (row for row in rows.values() if row.kind.whole == changed.kind)
        file, near = mutant.place.file, self._choosing.get(mutant.subject, set())
        return sorted(of_kind, key=lambda row: (page_of(row.place.file) != file, row.place.file not in near))

    @cached_property
    def _choosing(self) -> Mapping[str, set[str]]:
        """The files in which a case chooses an option of each reading."""
        found: dict[str, set[str]] = {}
        for row in (row for rows in self.rows.values() for row in rows):
            for reading in row.readings:
                found.setdefault(reading, set()).add(row.place.file)
        return found

    def _in_turn(self, rows: list[Row]) -> Iterable[Row]:
        """First the cases after those that noticed the last mutants: mutants and cases go through the law alike."""
        if self.in_order:
            return rows
        numbers = {id(row): number for number, row in enumerate(rows)}
        last = [numbers[key] for key in self._noticed if key in numbers]
        first = [number + by for by in (1, 0) for number in last if number + by < len(rows)]
        return (rows[number] for number in dict.fromkeys((*first, *range(len(rows)))))

    def _notices(self, book: Rulebook, row: Row, rules: frozenset[str]) -> bool:
        """Does a case fail with the mutant that holds as the law stands?"""
        if _holds(book, row, rules):
            return False
        key = id(row), rules
        if key not in self._held:
            self._held[key] = _holds(self.book, row, rules)
        return self._held[key]

    def _same(self, changed: MutatedRules, lowered: Lowered) -> bool:
        """Do all rules say what they said? Of a swapped default: by default; of the regulation's validity: never."""
        if changed.pack.validity is not self.pack.validity:
            return False
        before, after = self._signatures[changed.kind], Signatures(lowered)
        old, new = self.pack.defaults(), changed.pack.defaults()
        if old == new:
            return all(before.of_rule(rule) == after.of_rule(rule) for rule in changed.touched)
        lives = [self.pack.validity[choice_of(self.pack.validity_readings, chosen)] for chosen in (old, new)]
        return lives[0] is lives[1] and all(
            before.of_variant(before.lowered.variant(rule, old))
            == before.of_variant(before.lowered.variant(rule, new))
            for rule in changed.touched
        )


def _holds(book: Rulebook, row: Row, rules: frozenset[str]) -> bool:
    try:
        return holds(book, row, rules)
    except QcrulesError:
        return False
