"""Verdicts on the rows of a table: which edition, which reading, what is contested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, frozen

from ..engine import VariantGroup, groups
from ..engine.columnar.columns import RecordColumns
from ..engine.columnar.ends import TOP, End, bits, pick, place_of
from ..engine.columnar.engine import Columnar
from ..engine.columnar.formulas import UNDETERMINED
from ..engine.columnar.recording import Recorder
from ..engine.columnar.tape import Array
from ..errors import RecordError
from ..explain.explainer import RulePlan
from ..facts.input import Input
from ..facts.layout import EDITION, IN_FORCE
from ..facts.types import Type
from ..facts.vocabulary import Kind
from ..judge.judgement import Judgement, Settings, rules_of, validity_of
from ..judge.rulebook import Machine, Rulebook
from ..law.lowering import Variant
from ..law.model import Validity
from ..text import Lang, Text
from ..time.months import FIRST, IN_YEARS
from .columns import BatchReader
from .rows import record_of
from .schema import Names, SortedColumns, sort_columns
from .slots import Wrong
from .statistics import LATE, MISSING, Figure, RegisterStatistics


@frozen
class Read:
    """Some rows, read: their columns, the place of the day of the check, what the engine takes, which are wrong."""

    table: SortedColumns
    day: End
    columns: RecordColumns
    wrong: Wrong


@define
class DecidedRows:
    """What was decided of some rows: a code a rule and row, what is contested, which rows are wrong and why."""

    table: SortedColumns
    codes: dict[str, Array]
    contested: dict[str, Array]
    wrong: Wrong
    good: Array
    outside: Array
    statistics: dict[Figure, Array]
    """Of a register that is summed up: what is missing where, and what is how late (see ``RegisterStatistics``)."""
    as_of: End
    edition: Array
    """The place of the day that chooses the edition; 0 where it is not known."""

    def contest(self, rule: str, rows: Array, contested: bool = True) -> None:
        """Say of some rows whether the verdict of a rule turns on a reading."""
        if rule not in self.contested:
            if not contested:
                return
            self.contested[rule] = np.zeros(len(self.good), np.bool_)
        self.contested[rule][rows] = contested


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
        explainer, chosen = self.machine.explainer, {**self.pack.defaults(), **settled}
        self.names = Names(self.pack.vocabulary, kind)
        wanted = None if select is None else set(select)
        self.rules = [r for r in rules_of(self.machine, self.pack, kind) if wanted is None or r.id in wanted]
        self.weigh = contested
        self.plans = [explainer.plan(chosen).rules[rule.id] for rule in self.rules]
        self.validity = validity_of(self.pack, chosen)
        self.strata = self._groups()
        needed = self.engine.prepared.needed(variant for group in self.strata for variant in group.variants)
        self.reader = BatchReader(self.machine.reader, self.names, complete, needed)
        self.statistics = RegisterStatistics(explainer, self.plans) if statistics else None
        others = dict.fromkeys(self.pack.validity.values()) if contested else ()
        self.elsewhere = {
            other: Recorder(partial(self.turning, other)) for other in others if other is not self.validity
        }
        self.recorder = Recorder(self.verdicts)

    def _groups(self) -> list[VariantGroup]:
        """What must be decided: the rules asked for, those whose verdicts they read, all readings if weighed."""
        lowered, verdicts = self.machine.lowered, self.machine.explainer.verdicts
        waiting = [lowered.variants[number] for plan in self.plans for number in self.numbers(plan)]
        needed: dict[int, Variant] = {}
        while waiting:
            variant = waiting.pop()
            if variant.number not in needed:
                needed[variant.number] = variant
                waiting += [
                    verdicts[slot] for slot in self.engine.prepared.needed([variant]) & verdicts.keys()
                ]
        return groups(lowered, sorted(needed.values(), key=lambda variant: variant.number))

    def numbers(self, plan: RulePlan) -> tuple[int, ...]:
        """The numbers of the variants of a rule that are asked: the chosen one first."""
        return plan.variant.number, *(plan.alternatives if self.weigh else ())

    def decide(self, batch: pa.RecordBatch, as_of: date | None) -> DecidedRows:
        """The verdicts on the rows of a batch."""
        read = self.read(batch, as_of)
        found = self.recorder.run(self.engine.valid(read.columns, self.validity.span))
        answer = DecidedRows(
            read.table,
            {rule: codes for (what, rule), codes in found.items() if what == "code"},
            {rule: where for (what, rule), where in found.items() if what == "contested" and where.any()},
            read.wrong,
            np.ones(batch.num_rows, np.bool_),
            found["outside", ""],
            {name: values for name, values in found.items() if name[0] in (MISSING, LATE)},
            read.day,
            found["edition", ""],
        )
        for number, recorder in enumerate(self.elsewhere.values()):
            rows = np.flatnonzero(found["moved", str(number)])
            if len(rows):
                again = self.read(batch.take(pa.array(rows)), as_of).columns
                for (_, rule), turns in recorder.run(self.engine.valid(again, self.validity.span)).items():
                    if turns.any():
                        answer.contest(rule, rows[turns.astype(np.bool_)])
        answer.good[list(read.wrong.reasons)] = False
        return answer

    def read(self, batch: pa.RecordBatch, as_of: date | None) -> Read:
        """The rows of a batch as the engine takes them."""
        table = sort_columns(self.names, batch)
        wrong = Wrong()
        day = self.day(table, as_of, wrong)
        return Read(table, day, self.columns(table, batch.num_rows, day, wrong), wrong)

    def columns(self, table: SortedColumns, count: int, day: End, wrong: Wrong) -> RecordColumns:
        """The engine's columns. Tables of reports, and parts that are items, are read a record at a time."""
        part = self.kind.root.list_path is not None
        if count and (part or any(one.fact.type is Type.TABLE for one in table.facts.values())):
            return self.one_by_one(table, count, day, wrong)
        return self.reader.read(table, count, day, wrong)

    def one_by_one(self, table: SortedColumns, count: int, day: End, wrong: Wrong) -> RecordColumns:
        """The columns of records that the reader of single records has read."""
        found = []
        for row, place in enumerate(np.broadcast_to(np.asarray(day), count).tolist()):
            how: Any = {"as_of": day_at(place), "complete": self.reader.complete, "part": self.kind}
            try:
                facts = self.machine.reader.read(record_of(table, row, self.names), **how)
            except RecordError as error:
                wrong.reasons.setdefault(row, error.problems[0].message)
                facts = self.machine.reader.read({}, **how)
            found.append(facts)
        return RecordColumns.of(found)

    def day(self, table: SortedColumns, as_of: date | None, wrong: Wrong) -> End:
        """The place of the day of the check: the argument, else the row's, else today."""
        if as_of is not None or table.as_of is None:
            return place_of((as_of or date.today()).toordinal())
        found: list[int] = []
        bad: list[bool] = []
        today = place_of(date.today().toordinal())
        for value in table.as_of.to_pylist():
            day = _day(value)
            place = today if day is None else day.toordinal() - FIRST + 1
            bad.append((day is None and value not in (None, "")) or not 0 < place < TOP)
            found.append(place if 0 < place < TOP else today)
        wrong.add(
            np.array(bad, np.bool_),
            Text(
                f"день проверки — не день {IN_YEARS.ru} годов",
                f"the day of the check is no day of {IN_YEARS.en}",
            ),
        )
        return np.array(found, np.int32)

    def verdicts(self, columns: RecordColumns) -> dict[Figure, End]:
        """A code of every rule on every row, where it is contested, and which date chose the edition."""
        decided = self.engine.decide_columns(columns, self.strata)
        slots, record = self.machine.lowered.layout.slots, decided.run.recorded
        first, last = record.column(slots[EDITION]).places()
        found: dict[Figure, End] = {("outside", ""): decided.outside}
        found["edition", ""] = first if first is last else pick(first == last, first, 0)
        in_force = record.column(slots[IN_FORCE]).values()
        for number, other in enumerate(self.elsewhere):
            there = (
                self.engine.run(self.engine.valid(columns, other.span))
                .recorded.column(slots[IN_FORCE])
                .values()
            )
            found["moved", str(number)] = bits((in_force[0] != there[0]) | (in_force[1] != there[1]))
        for plan in self.plans:
            own, *others = map(decided.codes.__getitem__, self.numbers(plan))
            path, rule = plan.variant.list_path, plan.variant.rule.id
            found["code", rule] = decided.worst(path, own)
            if others:
                found["contested", rule] = decided.worst(path, differ([own, *others]))
        return found if self.statistics is None else {**found, **self.statistics.ask(decided)}

    def turning(self, other: Validity, columns: RecordColumns) -> dict[Figure, End]:
        """Where the verdict of a rule is another while the regulation is in force at other times."""
        own = self.engine.decide_columns(columns, self.strata)
        under = self.engine.decide_columns(self.engine.valid(columns, other.span), self.strata)
        found: dict[Figure, End] = {}
        for plan in self.plans:
            number, path = plan.variant.number, plan.variant.list_path
            turns = differ([own.codes[number], under.codes[number]])
            found["turns", plan.variant.rule.id] = own.worst(path, turns)
        return found

    def judged(self, record: Mapping[str, Any], place: int, lang: Lang = "en") -> Judgement:
        """A record of a table as a single check sees it. ``place``: that of the day of the check."""
        complete = self.reader.complete
        settings = Settings(day_at(place), self.settled, complete, "reference", lang)
        return Judgement.of(Input(self.kind, record, (self.kind.key,)), self.book, settings)

    def judgement(self, table: SortedColumns, row: int, day: End, lang: Lang = "en") -> Judgement:
        """A row as a single check sees it, read from its columns. ``day``: of each row or of all."""
        place = day[row] if isinstance(day, np.ndarray) else day
        return self.judged(record_of(table, row, self.names), int(place), lang)


def differ(codes: Sequence[End]) -> End:
    """Where some decided verdicts differ: of the codes that there are, as bits, more than one."""
    distinct = {id(code): code for code in codes}.values()
    seen: Any = 0
    for code in distinct if len(distinct) > 1 else ():
        seen = seen | (1 << code)
    seen = seen & ~(1 << UNDETERMINED)
    return bits((seen & (seen - 1)) != 0)


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


__all__ = ["DecidedRows", "Decider"]
