"""The case to add: one like a case that is there, but for a fact or two, which tells two rulebooks apart.

The search is over the cells of a table: what it finds can be written down as a row, and reads as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, islice

from attrs import evolve, frozen

from qcrules.errors import Place, QcrulesError
from qcrules.explain.explainer import underlying
from qcrules.facts.field import Field, ValueType
from qcrules.facts.types import Type
from qcrules.facts.words import AS_OF, NONE_MARK, UNKNOWN_MARK
from qcrules.finding import Finding, Verdict
from qcrules.law.model import Pack, Rule
from qcrules.law.page import CaseTable, Cell, Page
from qcrules.text import Text

from .expectation import Expectation
from .rows import Row, in_first_item, read_row

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CellChange = tuple[str, str]
"""A column and what its cell says."""


@frozen(eq=False)
class Seed:
    """A case of a page, as it stands in its table."""

    page: Page
    table: CaseTable
    cells: tuple[Cell, ...]

    def row(self, pack: Pack) -> Row:
        return read_row(pack, self.page, self.table, self.cells)

    @property
    def heads(self) -> list[str]:
        """The columns in which it says something."""
        pairs = zip(self.table.header, self.cells, strict=True)
        return [head.text for head, cell in pairs if cell.text]

    def stepped(self, steps: Sequence[CellChange]) -> Seed:
        """The same case but for some cells; new columns come last."""
        header, cells = list(self.table.header), list(self.cells)
        heads = [head.text for head in header]
        for head, text in steps:
            place = self.cells[0].place
            if head in heads:
                cells[heads.index(head)] = Cell(text, place)
            else:
                header.append(Cell(head, place))
                cells.append(Cell(text, place))
        return Seed(self.page, evolve(self.table, header=tuple(header)), tuple(cells))

    def says(self, head: str) -> str:
        """What a cell says."""
        pairs = zip(self.table.header, self.cells, strict=True)
        return next((cell.text for one, cell in pairs if one.text == head), "")


@frozen(eq=False)
class Suggestion:
    """A case to add: the one it is like, what differs, and what a rule must answer."""

    like: Seed
    steps: tuple[CellChange, ...]
    rule: str
    expected: str

    def words(self) -> Text:
        """«как «ровно за 30 дней» (p10.md:305), но извещение.форма — устная: p10-written → нарушение»."""
        place, title = self.like.cells[0].place, self.like.cells[0].text
        differs = ", ".join(f"{head} = {text}" for head, text in self.steps)
        return Text(
            f"как «{title}» ({short_place(place)}), но {differs}: {self.rule} — {self.expected}",
            f"like “{title}” ({short_place(place)}), but {differs}: {self.rule} is {self.expected}",
        )


def short_place(place: Place) -> str:
    """The file's name and the line."""
    return f"{place.file.replace(chr(92), '/').rpartition('/')[2]}:{place.line}"


Judge = Callable[[Row], Mapping[str, Sequence[Finding]]]
Telling = Callable[[Row], str | None]
"""The rule by which a row tells what is asked, or None."""


@frozen(eq=False)
class CaseSearch:
    """Looks for a case to add among those that are like one of the seeds.

    ``rules``: what they read may be changed; ``effort``: how many cases are tried.
    """

    pack: Pack
    seeds: Sequence[Seed]
    rules: Sequence[Rule]
    judge: Judge
    effort: int

    def first(self, tells: Telling, count: int) -> Suggestion | None:
        """The first case, so many facts away from one that is there, that tells what is asked."""
        for seed, steps in islice(self.tries(count), self.effort):
            try:
                row = seed.stepped(steps).row(self.pack)
                rule = tells(row)
            except QcrulesError:
                continue
            if rule is not None:
                found = self.judge(row).get(rule, ())
                return Suggestion(seed, steps, rule, expectation(found))
        return None

    def tries(self, count: int) -> Iterator[tuple[Seed, tuple[CellChange, ...]]]:
        """Every way to change so many cells, seed by seed in turn, so that no seed has to wait for another."""
        runs = [(seed, iter(combinations(self.steps(seed), count))) for seed in self.seeds]
        while runs:
            left = []
            for seed, run in runs:
                steps = next(run, None)
                if steps is not None:
                    left.append((seed, run))
                    if len({head for head, _ in steps}) == count:
                        yield seed, steps
            runs = left

    def steps(self, seed: Seed) -> list[CellChange]:
        """Every cell that could say something else, and what."""
        pack, row = self.pack, seed.row(self.pack)
        rules = [rule for rule in self.rules if rule.kind == row.kind.whole]
        fields = {fact.path: fact for rule in rules for fact in underlying(pack, rule)}
        fields |= {fact.path: fact for fact in pack.edition_dates.get(row.kind.whole, ())[:1]}
        written = sorted({day for cell in seed.cells for day in _DAY.findall(cell.text)})
        days = _around({*map(date.fromisoformat, written), *self.due_days(row)})
        steps = [
            (head, text)
            for fact in fields.values()
            for head in [in_first_item(fact).ru]
            for text in _values(fact, seed.says(head), days)
            if text != seed.says(head)
        ]
        readings = {name for rule in self.rules for name in rule.readings}
        steps += [(name, option) for name in sorted(readings) for option in pack.readings[name].options]
        return [*steps, *((AS_OF[1], day) for day in days)]

    def due_days(self, row: Row) -> Iterator[date]:
        """The due days of a case as it stands."""
        try:
            found = self.judge(row)
        except QcrulesError:
            return
        for rule in self.rules:
            for finding in found.get(rule.id, ()):
                if finding.due is not None:
                    yield date(finding.due.at.year, finding.due.at.month, finding.due.at.day)


def expectation(found: Sequence[Finding]) -> str:
    """What a cell should assert of these findings: the verdict, the term, what is missing."""
    words = list(dict.fromkeys(_one(finding) for finding in found))
    return words[0] if len(words) == 1 else " / ".join(_one(finding) for finding in found)


def _one(finding: Finding) -> str:
    shown = finding.verdict in (Verdict.VIOLATED, Verdict.PENDING)
    expected = Expectation(
        finding.verdict,
        due=(
            finding.due.at.isoformat(sep=" ", timespec="minutes")  # type: ignore[call-arg]
            if hasattr(finding.due.at, "hour")
            else finding.due.at.isoformat()
        )
        if shown and finding.due
        else None,
        delay=finding.delay.value if finding.verdict is Verdict.VIOLATED and finding.delay else None,
        contested=finding.contested,
        missing=tuple(one.term.ru for one in finding.missing[:1])
        if finding.verdict is Verdict.UNDETERMINED and len(finding.missing) == 1
        else (),
    )
    return expected.words("ru")


def _values(fact: Field, now: str, days: list[str]) -> list[str]:
    """What the cell of a field could say instead."""
    said = _INSTEAD[fact.type](fact, now, days) if fact.type in _INSTEAD else []
    none = [] if fact.type in (Type.BOOL, Type.NUMBER) else [NONE_MARK]
    return [*said, *none, UNKNOWN_MARK]


def _numbers_near(fact: Field, now: str, days: list[str]) -> list[str]:
    number = int(now) if now.isdigit() else 1
    return list(dict.fromkeys(str(max(0, n)) for n in (number - 1, number + 1, 0, 1, 2)))


_INSTEAD: Mapping[ValueType, Callable[[Field, str, list[str]], list[str]]] = {
    Type.EVENT: lambda fact, now, days: days,
    Type.DATE: lambda fact, now, days: days,
    Type.BOOL: lambda *_: ["да", "нет"],
    Type.CHOICE: lambda fact, *_: [option.term.ru for option in fact.options],
    Type.SET: lambda fact, *_: [f"[{option.term.ru}]" for option in fact.options],
    Type.NUMBER: _numbers_near,
    Type.TEXT: lambda *_: ["указано"],
}
"""What may be said of a field of a type; of the others only that there is none, or that it is not known."""


def _around(days: Iterable[date]) -> list[str]:
    """The days, the days before them and the days after them."""
    return sorted({(day + timedelta(by)).isoformat() for day in days for by in (-1, 0, 1)})
