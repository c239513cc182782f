"""What a whole register comes to: counts by rule, by body, by month, worst delays, what undecided rows lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from math import ceil

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, field, frozen

from ..engine.columnar.ends import TOP
from ..engine.columnar.formulas import UNDETERMINED, VERDICTS, VIOLATED
from ..engine.columnar.tape import Array
from ..errors import CalendarRangeError
from ..facts.field import Field
from ..finding import Delay, DelayUnit, Finding, Force, Verdict
from ..text import Lang, Text
from ..time.months import FIRST, LAST
from .arrow import EncodedWords
from .deciding import DecidedRows, Decider
from .rows import RowRecord
from .schema import ID
from .statistics import MISSING

BODIES = ("inspecting_body.name", "submitter.name", "body.name")
"""Whose record it is, in the kinds of record that say so."""

MOST_IDS = 2_000_000
"""Of a register with more rows nobody is told which ids repeat."""

WORST = 10
"""So many of the worst delays are shown."""

CANDIDATES = 3 * WORST
"""So many of those that seem the worst are kept: that they are is known only when they are explained."""

_EPOCH = date(1970, 1, 1).toordinal()


@frozen
class Late:
    """A record in which a term was missed, by about so many days: enough to explain it when all is counted."""

    days: int
    rule: str
    id: str
    place: int
    record: RowRecord


@frozen
class MissingFact:
    """A fact that undecided records lack: its path, of whatever item, and what it is called."""

    path: str
    label: Text

    @classmethod
    def of(cls, fact: Field) -> MissingFact:
        """The field, as it is counted."""
        return cls(fact.path.replace("[]", ""), fact.label)

    def __call__(self, lang: Lang) -> str:
        """What it is called in Russian, else its path, as columns are named."""
        return self.label.ru if lang == "ru" else self.path


def _calendar_days(value: int, unit: str) -> float:
    return value * {"hours": 1 / 24, "working_days": 7 / 5}.get(unit, 1)


@frozen
class WorstDelay:
    """A missed term, as its finding says it."""

    value: int
    unit: DelayUnit
    id: str
    citation: str
    late: Late | None = field(default=None, eq=False, repr=False)
    """The record, for whoever wants to see the whole case."""

    @property
    def days(self) -> float:
        """About how many calendar days."""
        return _calendar_days(self.value, self.unit)


@define
class Summary:
    """Counts that add up: of chunks, of files."""

    rows: int = 0
    rejected: int = 0
    violated_rows: int = 0
    by_rule: dict[str, list[int]] = field(factory=dict)
    by_body: Counter[str] = field(factory=Counter)
    rows_by_body: Counter[str] = field(factory=Counter)
    by_month: Counter[str] = field(factory=Counter)
    rows_by_month: Counter[str] = field(factory=Counter)
    by_edition: Counter[str] = field(factory=Counter)
    rows_by_edition: Counter[str] = field(factory=Counter)
    undecided_rows: int = 0
    missing: Counter[MissingFact] = field(factory=Counter)
    late: list[Late] = field(factory=list)
    delays: list[WorstDelay] = field(factory=list)
    unknown_columns: dict[str, None] = field(factory=dict)
    missing_columns: dict[str, None] = field(factory=dict)
    ids: list[pa.Array] = field(factory=list)
    years: Summary | None = None
    """Of reports: the counts of the years that they make up."""

    @property
    def any_violated(self) -> bool:
        """Is a rule violated in any row, or in any year that the rows make up?"""
        return self.violated_rows > 0 or (self.years is not None and self.years.any_violated)

    def add(self, other: Summary) -> None:
        """The counts of more rows."""
        self.rows += other.rows
        self.rejected += other.rejected
        self.violated_rows += other.violated_rows
        for rule, counts in other.by_rule.items():
            known = self.by_rule.setdefault(rule, [0] * len(VERDICTS))
            self.by_rule[rule] = [a + b for a, b in zip(known, counts, strict=True)]
        for mine, more in (
            (self.by_body, other.by_body),
            (self.rows_by_body, other.rows_by_body),
            (self.by_month, other.by_month),
            (self.rows_by_month, other.rows_by_month),
            (self.by_edition, other.by_edition),
            (self.rows_by_edition, other.rows_by_edition),
        ):
            mine.update(more)
        self.missing.update(other.missing)
        self.undecided_rows += other.undecided_rows
        self.late = sorted([*self.late, *other.late], key=lambda one: -one.days)[:CANDIDATES]
        if self.rows <= MOST_IDS:
            self.ids += other.ids
        else:
            self.ids.clear()
        self.unknown_columns.update(other.unknown_columns)
        self.missing_columns.update(other.missing_columns)

    @property
    def repeated(self) -> list[str]:
        """The ids that several rows have; none, where there are too many rows to keep their ids."""
        if not self.ids:
            return []
        counts = pc.value_counts(pa.chunked_array(self.ids))
        several = counts.filter(pc.and_(pc.greater(counts.field(1), 1), pc.is_valid(counts.field(0))))
        found: list[str] = several.field(0).to_pylist()
        return found


def count(decider: Decider, answer: DecidedRows, lines: Array) -> Summary:
    """The counts of some decided rows; ``lines``: where they stand in their file."""
    good = answer.good
    found = Summary(rows=len(good), rejected=int((~good).sum()))
    violated, undecided = np.zeros(len(good), np.bool_), np.zeros(len(good), np.bool_)
    whole = bool(good.all())
    for rule in decider.rules:
        codes = answer.codes[rule.id]
        found.by_rule[rule.id] = np.bincount(
            codes if whole else codes[good], minlength=len(VERDICTS)
        ).tolist()
        undecided |= codes == UNDETERMINED
        if rule.force is Force.MANDATORY:
            violated |= codes == VIOLATED
    violated &= good
    found.violated_rows = int(violated.sum())
    found.undecided_rows = int((undecided & good).sum())
    body = next((told for path in BODIES if (told := answer.rows.words(path)) is not None), None)
    if body is not None:
        said = EncodedWords(body)
        bodies = [word or "—" for word in said.words]
        _tally(bodies, said.codes, violated, good, found.by_body, found.rows_by_body)
    _by_month(answer, violated, found)
    _by_edition(decider, answer, violated, found)
    _stand(decider, answer, lines, found)
    if (known := answer.rows.words(ID)) is not None:
        found.ids.append(known)
    found.unknown_columns = dict.fromkeys(answer.rows.strange())
    return found


def _by_month(answer: DecidedRows, violated: Array, found: Summary) -> None:
    """By the month of the date that chooses the edition."""
    places = np.broadcast_to(np.asarray(answer.edition), len(answer.good)).astype(np.int64)
    known = (places > 0) & (places < TOP)
    if known.any():
        days = (places + (FIRST - 1 - _EPOCH)).astype("datetime64[D]")
        months = np.where(known, days.astype("datetime64[M]").astype(np.int64), -1)
        distinct, codes = np.unique(months, return_inverse=True)
        names = ["—" if one < 0 else str(np.datetime64(int(one), "M")) for one in distinct]
        _tally(names, codes, violated, answer.good, found.by_month, found.rows_by_month)


def _by_edition(decider: Decider, answer: DecidedRows, violated: Array, found: Summary) -> None:
    """By the edition in force on that date: between two days on which some rule begins or ends."""
    starts = sorted({day.toordinal() for day in _turns(decider)})
    places = np.broadcast_to(np.asarray(answer.edition), len(answer.good)).astype(np.int64)
    known = (places > 0) & (places < TOP)
    if not known.any():
        return
    codes = np.where(known, np.searchsorted(starts, places + (FIRST - 1), side="right"), 0)
    ends = [f"{date.fromordinal(day - 1)}" for day in starts[1:]] + [""]
    names = ["—", *(f"{date.fromordinal(day)}/{end}" for day, end in zip(starts, ends, strict=True))]
    _tally(names, codes, violated, answer.good, found.by_edition, found.rows_by_edition)


def _turns(decider: Decider) -> Iterator[date]:
    """The days on which the regulation or one of its rules begins, and those after the last of one."""
    yield decider.validity.first
    spans: list[tuple[date | None, date | None]] = [(None, decider.validity.last)]
    spans += [(one.variant.form.in_force.first, one.variant.form.in_force.last) for one in decider.plans]
    for first, last in spans:
        if first is not None and first > decider.validity.first:
            yield first
        if last is not None and last.toordinal() < LAST:
            yield date.fromordinal(last.toordinal() + 1)


def _tally(
    names: list[str], codes: Array, violated: Array, good: Array, bad: Counter[str], rows: Counter[str]
) -> None:
    for where, tally in ((violated, bad), (good, rows)):
        for name, number in zip(names, np.bincount(codes[where], minlength=len(names)).tolist(), strict=True):
            if number:
                tally[name] += number


def _stand(decider: Decider, answer: DecidedRows, lines: Array, found: Summary) -> None:
    """What undecided rows lack, all of them counted; and the rows that may be among the latest."""
    facts = decider.statistics.facts if decider.statistics is not None else {}
    sure = answer.good & ~answer.outside
    latest: list[tuple[int, int, str]] = []
    for (what, name), values in answer.statistics.items():
        values = np.where(sure, values, 0)
        if what == MISSING:
            if number := int(np.count_nonzero(values)):
                found.missing[MissingFact.of(facts[name])] += number
        elif len(values):
            latest += [(-int(values[row]), row, name) for row in _greatest(values) if values[row] > 0]
    if decider.statistics is not None:
        latest += _stand_alone(decider, answer, found)
    id_ = answer.rows.words(ID)
    candidates = sorted(latest)[:CANDIDATES]
    given = answer.rows.take([row for _, row, _ in candidates])
    for at, (early, row, rule) in enumerate(candidates):
        said = id_[row].as_py() if id_ is not None else None
        place = int(np.broadcast_to(np.asarray(answer.as_of), len(sure))[row])
        found.late.append(Late(-early, rule, str(said or f"#{lines[row]}"), place, given.record(at)))


def _stand_alone(decider: Decider, answer: DecidedRows, found: Summary) -> Iterator[tuple[int, int, str]]:
    """The same of rows that were asked one by one, each by its findings: what it lacks is counted, its delays given."""
    rules = {rule.id for rule in decider.rules}
    for row, findings in answer.alone.items():
        asked = [one for one in findings if one.rule in rules]
        undecided = (one for one in asked if one.verdict is Verdict.UNDETERMINED)
        for fact in {decider.kind.root.at(fact.field) for one in undecided for fact in one.missing}:
            found.missing[MissingFact.of(fact)] += 1
        for one in asked:
            if one.verdict is Verdict.VIOLATED and (delay := _delay(one)) is not None:
                yield -ceil(_calendar_days(delay.value, delay.unit)), row, one.rule


def _delay(violation: Finding) -> Delay | None:
    """How late it is, where the calendar knows the day by which it was due."""
    try:
        return violation.delay
    except CalendarRangeError:
        return None


def _greatest(values: Array) -> list[int]:
    """The rows of the greatest values; of equals the first, however a register is cut into chunks."""
    least = np.partition(values, max(0, len(values) - CANDIDATES))[-CANDIDATES:].min()
    above, equal = np.flatnonzero(values > least), np.flatnonzero(values == least)
    found: list[int] = [*above.tolist(), *equal[: CANDIDATES - len(above)].tolist()]
    return found


def explained(decider: Decider, late: Iterable[Late]) -> Iterator[WorstDelay]:
    """The delays as the findings on those records say them."""
    for one in late:
        delays = [
            delay
            for found in decider.judged(one.record, one.place).findings()
            if found.rule == one.rule and found.verdict is Verdict.VIOLATED
            if (delay := _delay(found)) is not None
        ]
        if delays:
            delay = max(delays, key=lambda each: each.value)
            citation = decider.pack.rules[decider.kind.whole][one.rule].citation.words
            yield WorstDelay(delay.value, delay.unit, one.id, citation, one)
