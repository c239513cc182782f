"""Verdicts on the rows of a table: which edition, which reading, what is contested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, evolve, frozen

from ..engine import VariantGroup, groups
from ..engine.columnar import (
    PLACE,
    TOP,
    UNDETERMINED,
    Array,
    Columnar,
    Days,
    DecidedColumns,
    End,
    FactColumn,
    RecordColumns,
    Recorder,
    Span,
    as_column,
    at_most,
    bits,
    greatest,
    least,
    none_of,
    pick,
    place_of,
)
from ..errors import RecordError
from ..facts.layout import EDITION, IN_FORCE
from ..facts.types import Type
from ..facts.vocabulary import Kind
from ..judge.check import rules_of
from ..judge.rulebook import Machine, Rulebook
from ..kernel.interval import MINUTES_A_DAY
from ..law.lowering import Variant
from ..law.model import Life, Rule, choice_of
from ..text import Text
from ..time.months import FIRST, IN_YEARS
from .columns import TableReader
from .rows import record_of
from .schema import Names, Sorted, sort_columns
from .slots import Wrong
from .statistics import LATE, MISSING, Figure, RegisterStatistics

_OTHER = -1
"""The slot of the question whether another life of the regulation would have it in force."""


@frozen
class Read:
    """Some rows, read: their columns, the place of the day of the check, what the engine takes, which are wrong."""

    table: Sorted
    day: End
    columns: RecordColumns
    wrong: Wrong


@define
class DecidedRows:
    """What was decided of some rows: a code a rule and row, what is contested, which rows are wrong and why."""

    table: Sorted
    codes: dict[str, Array]
    contested: dict[str, Array]
    wrong: Wrong
    good: Array
    outside: Array
    statistics: dict[Figure, Array]
    """Of a register that is summed up: what is missing where, and what is how late (see ``RegisterStatistics``)."""
    as_of: End
    edition: End
    """The place of the day that chooses the edition; 0 where it is not known."""


class Decider:
    """Decides tables of one kind of record. One for a rulebook, its readings and the rules asked for."""

    def __init__(
        self,
        book: Rulebook,
        kind: Kind,
        settled: Mapping[str, str],
        complete: bool,
        contested: bool = True,
        select: Iterable[str] | None = None,
        statistics: bool = False,
    ) -> None:
        self.book = book
        self.kind = kind
        self.pack = book.core
        self.machine: Machine = book.machine(kind.whole)
        self.engine: Columnar = book.columnar(kind.whole)
        self.settled = settled
        self.chosen = chosen = {**self.pack.defaults(), **settled}
        self.names = Names(self.pack.vocabulary, kind)
        wanted = None if select is None else set(select)
        self.rules = [r for r in rules_of(self.machine, self.pack, kind) if wanted is None or r.id in wanted]
        self.weigh = contested
        self.own = choice_of(self.pack.life_readings, chosen)
        self.strata = self._groups()
        needed = self.engine.prepared.needed(variant for group in self.strata for variant in group.variants)
        slots = self.machine.lowered.layout.slots
        needed |= {slots[fact.path] for fact in self.pack.edition_dates.get(kind.whole, ())}
        self.reader = TableReader(self.machine.reader, self.names, complete, needed)
        self.statistics: RegisterStatistics | None = None
        if statistics:
            plan = self.machine.explainer.plan(chosen)
            planned = [plan.rules[rule.id] for rule in self.rules]
            tracer = self.machine.explainer.tracer
            self.statistics = RegisterStatistics(tracer, planned, book.calendar)
        self.under_own_life = Recorder(self.verdicts)
        self.under_other_life = Recorder(self.turning)

    def _groups(self) -> list[VariantGroup]:
        """What must be decided: the rules asked for, those whose verdicts they read, all readings if weighed."""
        lowered = self.machine.lowered
        by_slot = {variant.verdict_slot: variant for variant in lowered.variants}
        waiting = [variant for rule in self.rules for variant in self.variants(rule)]
        needed: dict[int, Variant] = {}
        while waiting:
            variant = waiting.pop()
            if variant.number not in needed:
                needed[variant.number] = variant
                waiting += [
                    by_slot[slot] for slot in self.engine.prepared.needed([variant]) if slot in by_slot
                ]
        return groups(lowered, sorted(needed.values(), key=lambda variant: variant.number))

    def variants(self, rule: Rule) -> list[Variant]:
        """The variants of a rule that are asked: the chosen one first."""
        own = self.machine.lowered.variant(rule.id, self.chosen)
        if not self.weigh:
            return [own]
        return [own, *(v for v in self.machine.lowered.by_rule[rule.id].values() if v is not own)]

    def decide(self, batch: pa.RecordBatch, as_of: date | None) -> DecidedRows:
        """The verdicts on the rows of a batch."""
        read = self.read(batch, as_of)
        columns, wrong = read.columns, read.wrong
        life = self.pack.life[self.own]
        edition = self.edition(columns, life)
        force = self.force(columns, life, edition)
        found = self.under_own_life.run(columns)
        answer = DecidedRows(
            read.table,
            {rule: codes for (what, rule), codes in found.items() if what == "code"},
            {rule: where for (what, rule), where in found.items() if what == "contested" and where.any()},
            wrong,
            np.ones(batch.num_rows, np.bool_),
            found["outside", ""],
            {name: values for name, values in found.items() if name[0] in (MISSING, LATE)},
            read.day,
            _exact(*edition.places()),
        )
        if self.weigh:
            for other in set(self.pack.life.values()) - {life}:
                moved = np.asarray(force != self.force(columns, other, edition))
                rows = np.nonzero(np.broadcast_to(moved, batch.num_rows))[0]
                if len(rows):
                    self.other_life(batch.take(pa.array(rows)), rows, as_of, other, answer)
        answer.good[list(wrong.reasons)] = False
        return answer

    def read(self, batch: pa.RecordBatch, as_of: date | None) -> Read:
        """The rows of a batch as the engine takes them."""
        table = sort_columns(self.names, batch)
        wrong = Wrong()
        day = self.day(table, as_of, wrong)
        return Read(table, day, self.columns(table, batch.num_rows, day, wrong), wrong)

    def columns(self, table: Sorted, count: int, day: End, wrong: Wrong) -> RecordColumns:
        """The engine's columns. Tables of reports, and parts that are items, are read a record at a time."""
        part = self.kind.root.list_path is not None
        if count and (part or any(one.fact.type is Type.TABLE for one in table.facts.values())):
            return self.one_by_one(table, count, day, wrong)
        return self.reader.read(table, count, day, wrong)

    def one_by_one(self, table: Sorted, count: int, day: End, wrong: Wrong) -> RecordColumns:
        """The columns of records that the reader of single records has read."""
        found = []
        for row, place in enumerate(np.broadcast_to(np.asarray(day), count).tolist()):
            how: Any = {"as_of": day_at(place), "complete": self.reader.complete, "part": self.kind}
            try:
                facts = self.machine.reader.read(record_of(table, row, self.names), **how)
            except RecordError as error:
                wrong.add(np.array([row]), error.problems[0].message)
                facts = self.machine.reader.read({}, **how)
            found.append(facts)
        return RecordColumns.of(found)

    def day(self, table: Sorted, as_of: date | None, wrong: Wrong) -> End:
        """The place of the day of the check: the argument, else the row's, else today."""
        if as_of is not None or table.as_of is None:
            return place_of((as_of or date.today()).toordinal())
        found: list[int] = []
        bad: list[int] = []
        today = place_of(date.today().toordinal())
        for row, value in enumerate(table.as_of.to_pylist()):
            day = _day(value)
            place = today if day is None else day.toordinal() - FIRST + 1
            if (day is None and value not in (None, "")) or not 0 < place < TOP:
                bad.append(row)
            found.append(place if 0 < place < TOP else today)
        wrong.add(
            np.array(bad, np.intp),
            Text(
                f"день проверки — не день {IN_YEARS.ru} годов",
                f"the day of the check is no day of {IN_YEARS.en}",
            ),
        )
        return np.array(found, np.int32)

    def edition(self, columns: RecordColumns, life: Life) -> FactColumn:
        """The date that chooses the edition; where none is known, any day of the regulation's life.

        A date that may not have come yet is either."""
        whole = found = FactColumn.of(_minute(life.first), _minute(life.last) + MINUTES_A_DAY - 1)
        today = Days(np.broadcast_to(np.asarray(columns.as_of, PLACE), columns.count))
        for fact in reversed(self.pack.edition_dates.get(self.kind.whole, ())):
            slot = self.machine.lowered.layout.slots[fact.path]
            own = columns.slots.get(slot)
            if own is not None:
                found = _first_known(own, found, whole, today)
        return found

    def force(self, columns: RecordColumns, life: Life, edition: FactColumn) -> End:
        """Is the regulation in force on that date? Sets the edition and the answer in the columns."""
        slots = self.machine.lowered.layout.slots
        first, last = place_of(life.first.toordinal()), place_of(life.last.toordinal())
        span = edition.places()
        found = least(at_most((first, first), span), at_most(span, (last, last)))
        columns.slots[slots[EDITION]] = edition
        columns.slots[slots[IN_FORCE]] = as_column(found)
        return found

    def verdicts(self, columns: RecordColumns) -> dict[Figure, End]:
        """A code of every rule on every row, and where it is contested."""
        decided = self.engine.decide_columns(columns, self.strata)
        found: dict[Figure, End] = {("outside", ""): decided.outside}
        for rule in self.rules:
            own, *others = self.variants(rule)
            found["code", rule.id] = decided.of_records(own)
            if others:
                codes = {id(code): code for code in map(decided.codes.__getitem__, self.numbers(rule))}
                found["contested", rule.id] = self.differ(rule, decided, list(codes.values()))
        return found if self.statistics is None else {**found, **self.statistics.ask(decided)}

    def numbers(self, rule: Rule) -> list[int]:
        """The numbers of the variants of a rule that are asked."""
        return [variant.number for variant in self.variants(rule)]

    def differ(self, rule: Rule, decided: DecidedColumns, codes: Sequence[End]) -> End:
        """Where some decided verdicts of a rule differ: of the codes that there are, as bits, more than one."""
        seen: Any = 0
        for code in codes if len(codes) > 1 else ():
            seen = seen | (1 << code)
        seen = seen & ~(1 << UNDETERMINED)
        several = bits((seen & (seen - 1)) != 0)
        return decided.joined(np.maximum, rule.for_each.path if rule.for_each else None, several)

    def other_life(
        self, batch: pa.RecordBatch, rows: Array, as_of: date | None, other: Life, answer: DecidedRows
    ) -> None:
        """What turns on when the regulation is in force."""
        columns = self.read(batch, as_of).columns
        life = self.pack.life[self.own]
        edition = self.edition(columns, life)
        self.force(columns, other, edition)
        columns.slots[_OTHER] = columns.slots[self.machine.lowered.layout.slots[IN_FORCE]]
        self.force(columns, life, edition)
        for (_, rule), turns in self.under_other_life.run(columns).items():
            if turns.any():
                whole = answer.contested.setdefault(rule, np.zeros(len(answer.good), np.bool_))
                whole[rows[turns.astype(np.bool_)]] = True

    def turning(self, columns: RecordColumns) -> dict[Figure, End]:
        """Where the verdict of a rule is another under the other life."""
        in_force = self.machine.lowered.layout.slots[IN_FORCE]
        own = self.engine.decide_columns(columns, self.strata)
        swapped = evolve(columns, slots={**columns.slots, in_force: columns.slots[_OTHER]})
        under = self.engine.decide_columns(swapped, self.strata)
        found: dict[Figure, End] = {}
        for rule in self.rules:
            number = self.numbers(rule)[0]
            found["turns", rule.id] = self.differ(rule, own, [own.codes[number], under.codes[number]])
        return found


def _exact(first: End, last: End) -> Array:
    found: Array = np.where(np.equal(first, last), np.asarray(first), 0)
    return found


def day_at(place: int) -> date:
    """The day at a place of the timeline."""
    return date.fromordinal(place + FIRST - 1)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()[:10])
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def _minute(day: date) -> int:
    return day.toordinal() * MINUTES_A_DAY


def _first_known(own: FactColumn, other: FactColumn, whole: FactColumn, today: FactColumn) -> FactColumn:
    """A date where its beginning is known, else the other one; of what may not have come yet, both."""

    def choose(places: bool) -> Span:
        known, open_ = _both(own.places()[0]), own.places()[1] == TOP
        a, b, c, now = (one.places() if places else one.values() for one in (own, other, whole, today))
        lo, hi = a
        if not none_of(open_):
            lo, hi = pick(open_, least(lo, c[0]), lo), pick(open_, greatest(c[1], now[1]), hi)
        return pick(known, lo, b[0]), pick(known, hi, b[1])

    return FactColumn(lambda: choose(False), lambda: choose(True))


def _both(place: End) -> End:
    return (place > 0) & (place < TOP)


__all__ = ["DecidedRows", "Decider"]
