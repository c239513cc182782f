"""Verdicts on the rows of a table: which edition, which reading, what is contested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial, reduce
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, evolve, field, frozen

from ..engine.columnar.columns import RecordColumns
from ..engine.columnar.ends import End, Span, bits, day_at, greatest, pick, place_in, place_of, union
from ..engine.columnar.engine import Columnar, DecidedColumns
from ..engine.columnar.formulas import NOT_APPLICABLE, more_than_one, outcome_of, outcomes_of
from ..engine.columnar.recording import Recorder
from ..engine.columnar.tape import Array
from ..errors import QcrulesError, RecordError
from ..explain.explainer import RulePlan
from ..facts.field import WrongValue
from ..facts.input import Input
from ..facts.layout import EDITION, IN_FORCE
from ..facts.recorded import Facts
from ..facts.types import Type
from ..facts.vocabulary import Kind
from ..facts.words import Nulls
from ..finding import Finding
from ..judge.judgement import Judgement, Settings, rules_of, validity_of
from ..judge.rulebook import Machine, Rulebook
from ..kernel.interval import FALSE, TRUE
from ..law.validity import Validity
from ..records.reading import day_said
from ..text import Lang, Text
from .columns import BatchReader, ExactColumns
from .naming import of_field
from .narrowing import RulesAlone, deciding
from .rows import RegisterRows, RowRecord, TableRows
from .schema import Names, Unfit
from .slots import Wrong
from .statistics import LATE, MISSING, Figure, RegisterStatistics

CHUNK = 131_072
"""Rows that are decided at once: what an engine looks at then stays in the processor's cache."""

REPORTS = 16_384
"""So many where rows have tables."""


@frozen
class Read:
    """Some rows, read: their columns, the place of the day of the check, what the engine takes, which are wrong."""

    rows: RegisterRows
    day: End
    columns: ExactColumns
    wrong: Wrong
    several: list[int]
    """The rows that give something several times: they are asked one by one."""


@define
class DecidedRows:
    """What was decided of some rows: a code a rule and row, what is contested, which rows are wrong and why."""

    rows: RegisterRows
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
    alone: dict[int, tuple[Finding, ...]] = field(factory=dict)
    """The findings on the rows that no array can hold, which were asked one by one."""

    def contest(self, rule: str, rows: Array, contested: bool = True) -> None:
        """Say of some rows whether the verdict of a rule turns on a reading."""
        if rule not in self.contested:
            if not contested:
                return
            self.contested[rule] = np.zeros(len(self.good), np.bool_)
        self.contested[rule][rows] = contested

    def refuse(self, row: int, why: QcrulesError) -> None:
        """Refuse a row that a single check refuses where it is explained."""
        self.wrong.tell(row, Text(why.words("ru"), why.words("en")))
        self.good[row] = False


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
        nulls: Nulls | None = None,
    ) -> None:
        self.book = book
        self.nulls = nulls
        self.kind = kind
        self.at_once = REPORTS if any(one.type is Type.TABLE for one in kind.root.walk()) else CHUNK
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
        numbers = (number for plan in self.plans for number in self.numbers(plan))
        self.strata = deciding(self.machine, self.engine, numbers)
        needed = self.engine.prepared.needed(variant for group in self.strata for variant in group.variants)
        self.reader = BatchReader(self.machine.reader, self.names, complete, needed, nulls)
        self.statistics = RegisterStatistics(explainer, self.plans) if statistics else None
        others = (one for one in dict.fromkeys(self.pack.validity.values()) if self.is_near(one))
        self.elsewhere = {
            other: Recorder(partial(self._turning_under, other)) for other in others if contested
        }
        self.recorder = Recorder(self.verdicts)
        self.alone = RulesAlone(self.machine, self.engine, self.names, self.plans, contested)

    def numbers(self, plan: RulePlan) -> tuple[int, ...]:
        """The numbers of the variants of a rule that are asked: the chosen one first."""
        return plan.variant.number, *(plan.alternatives if self.weigh else ())

    def decide(self, given: RegisterRows | pa.RecordBatch, as_of: date | None) -> DecidedRows:
        """The verdicts on some rows."""
        rows = self.rows(given)
        read = self.read(rows, as_of)
        found = self.asked(self.recorder, read.columns)
        answer = DecidedRows(
            rows,
            {rule: codes for (what, rule), codes in found.items() if what == "code"},
            {rule: where for (what, rule), where in found.items() if what == "contested" and where.any()},
            read.wrong,
            np.ones(rows.count, np.bool_),
            found["outside", ""],
            {name: values for name, values in found.items() if name[0] in (MISSING, LATE)},
            read.day,
            found["edition", ""],
        )
        for number, recorder in enumerate(self.elsewhere.values()):
            moved = np.flatnonzero(found["moved", str(number)])
            if len(moved):
                again = self.read(rows.take(moved), as_of).columns
                for (_, rule), turns in self.asked(recorder, again).items():
                    if turns.any():
                        answer.contest(rule, moved[turns.astype(np.bool_)])
        answer.outside[read.several] = True
        answer.good[list(read.wrong.reasons)] = False
        return answer

    def asked(self, recorder: Recorder, columns: ExactColumns) -> dict[Figure, Array]:
        """The answers to a question about some rows: what was found of vague ones gives way to what is found again."""
        found = recorder.run(self.valid(columns.whole, self.validity))
        if columns.vague is not None and columns.again is not None:
            again = recorder.run(self.valid(columns.again, self.validity))
            for name in found.keys() | again.keys():
                values = again.get(name, np.zeros(1, np.int8))
                before = found.get(name, np.zeros(columns.whole.count, np.int8))
                found[name] = before.astype(np.result_type(before, values), copy=False)
                found[name][columns.vague] = values
        return found

    def rows(self, given: RegisterRows | pa.RecordBatch) -> RegisterRows:
        """The rows of a batch. UsageError where its columns cannot be understood at all."""
        return TableRows(given, self.names, self.nulls) if isinstance(given, pa.RecordBatch) else given

    def read(self, rows: RegisterRows, as_of: date | None) -> Read:
        """The rows as the engine takes them."""
        wrong, several = Wrong(), list[int]()
        day = self.day(rows, as_of, wrong)
        columns = self.columns(rows, day, wrong, several)
        wrong.reasons.update(rows.no_records())  # whatever else may be wrong with them
        return Read(rows, day, columns, wrong, several)

    def columns(self, rows: RegisterRows, day: End, wrong: Wrong, several: list[int]) -> ExactColumns:
        """The engine's columns: of a table as arrays where they can hold it, else a record at a time.

        ``several`` learns of rows that give something several times.
        """
        arrays = isinstance(rows, TableRows) and rows.are_arrays and self.kind.root.list_path is None
        if isinstance(rows, TableRows) and (arrays or not rows.count):
            seen = evolve(wrong, reasons=dict(wrong.reasons), alone=set())
            try:
                found = self.reader.read(rows.table, rows.count, day, seen)
            except Unfit:
                pass
            else:
                wrong.reasons.update(
                    self.by_cells(rows, seen.reasons, day) if rows.in_sheets else seen.reasons
                )
                alone = np.array(sorted(seen.alone - wrong.reasons.keys()), np.int64)
                several += [row for row, _ in self.records(rows, alone, day, wrong)]
                return found
        every = np.arange(rows.count)
        one_by_one = [facts for _, facts in self.records(rows, every, day, wrong, several)]
        return ExactColumns(RecordColumns.of(one_by_one))

    def by_cells(self, rows: RegisterRows, reasons: dict[int, Text], day: End) -> dict[int, Text]:
        """What is wrong with some rows, told by the cells in which it stands."""
        told = Wrong()
        for _ in self.records(rows, np.array(sorted(reasons), np.int64), day, told):
            pass
        return {**reasons, **told.reasons}

    def records(
        self, rows: RegisterRows, numbers: Array, day: End, wrong: Wrong, several: list[int] | None = None
    ) -> Iterator[tuple[int, Facts]]:
        """Some rows as the reader of single records reads them; of one that is wrong, what says nothing."""
        if not len(numbers):
            return
        some = rows if len(numbers) == rows.count else rows.take(numbers)
        for at, row in enumerate(numbers.tolist()):
            how: Any = {"as_of": day_at(place_in(day, row)), "part": self.kind, "places": some.places(at)}
            try:
                given = some.record(at)
                complete = self.reader.complete if given.complete is None else given.complete
                facts = self.machine.reader.read(given.record, complete=complete, nulls=given.nulls, **how)
            except RecordError as error:
                for problem in error.problems:
                    wrong.tell(row, of_field(problem, self.kind.root))
                facts = self.machine.reader.read({}, complete=False, **how)
            if several is not None and facts.several:
                several.append(row)
            yield row, facts

    def day(self, rows: RegisterRows, as_of: date | None, wrong: Wrong) -> End:
        """The place of the day of the check: the argument, else the row's, else today."""
        given = None if as_of is not None else rows.days()
        today = place_of((as_of or date.today()).toordinal())
        if given is None:
            return today
        found = np.full(len(given), today, np.int32)
        for row, said in enumerate(given):
            try:
                named = day_said(said)
            except WrongValue as mistake:
                wrong.tell(row, mistake.messages[0])
            else:
                found[row] = today if named is None else place_of(named.toordinal())
        return found

    def verdicts(self, columns: RecordColumns) -> dict[Figure, End]:
        """A code of every rule on every row, where it is contested, and which date chose the edition."""
        decided = self.engine.decide_columns(columns, self.strata)
        slots, record = self.machine.lowered.layout.slots, decided.run.recorded
        first, last = record.column(slots[EDITION]).places()
        found: dict[Figure, End] = {("outside", ""): decided.outside}
        found["edition", ""] = first if first is last else pick(first == last, first, 0)
        in_force = record.column(slots[IN_FORCE]).values()
        for number, other in enumerate(self.elsewhere):
            if self.by_step(other) != self.by_step(self.validity):
                matter = 1 if self.by_step(self.validity) else self.steps_matter(decided, in_force)
                found["moved", str(number)] = matter
                continue
            there = self.engine.run(self.valid(columns, other)).recorded.column(slots[IN_FORCE]).values()
            differs = (in_force[0] != there[0]) | (in_force[1] != there[1])
            found["moved", str(number)] = bits(differs | self.by_step(other))
        for plan in self.plans:
            path, rule = plan.variant.list_path, plan.variant.rule.id
            found["code", rule] = decided.worst(path, decided.codes[plan.variant.number])
            if self.weigh and plan.alternatives:
                variants = [self.machine.lowered.variants[number] for number in self.numbers(plan)]
                found["contested", rule] = decided.worst(path, decided.disputed(variants))
        return found if self.statistics is None else {**found, **self.statistics.ask(decided)}

    def valid(self, columns: RecordColumns, validity: Validity) -> RecordColumns:
        """The columns, judged while the regulation is in force at some time."""
        return self.engine.valid(columns, validity.given(self.kind.whole))

    def by_step(self, validity: Validity) -> bool:
        """Is each step judged by the law of its own day?"""
        return self.kind.whole in validity.by_step

    def is_near(self, other: Validity) -> bool:
        """Is it another validity, and not one that differs twice?"""
        same_days, same_law = (
            other.span == self.validity.span,
            self.by_step(other) == self.by_step(self.validity),
        )
        return same_days != same_law

    def steps_matter(self, decided: DecidedColumns, in_force: Span) -> End:
        """Where the regulation rules a step, and not the record; or the record, and not a step."""
        speaking: dict[str | None, dict[int, End]] = {}
        for variant in (one.variant for one in self.plans):
            if variant.step is not None:
                steps = speaking.setdefault(variant.list_path, {})
                step, code = self.engine.prepared.formulas.number(variant.step), decided.codes[variant.number]
                steps[step] = greatest(steps.get(step, NOT_APPLICABLE), code)
        found: End = 0
        for path, steps in speaking.items():
            (recorded, *_), items = decided.run.scopes(path)
            ends = in_force if items is None else tuple(map(items.spread, in_force))
            truths = [(recorded.truth(step), worst) for step, worst in steps.items()]
            outside = [bits(truth == FALSE) & bits(worst != NOT_APPLICABLE) for truth, worst in truths]
            within = [bits(truth == TRUE) for truth, _ in truths]
            differs = union(
                reduce(union, outside) & bits(ends[0] == 1), reduce(union, within) & bits(ends[1] == 0)
            )
            found = greatest(found, differs if items is None else items.join(np.maximum, differs))
        return found

    def _turning_under(self, other: Validity, columns: RecordColumns) -> dict[Figure, End]:
        """Where the verdict of a rule is another while the regulation is in force at other times."""
        own = self.engine.decide_columns(columns, self.strata)
        under = self.engine.decide_columns(self.valid(columns, other), self.strata)
        found: dict[Figure, End] = {}
        for plan in self.plans:
            number, path = plan.variant.number, plan.variant.list_path
            both = [outcome_of(one.codes[number]) for one in (own, under)]
            turns = more_than_one(outcomes_of(both))
            found["turns", plan.variant.rule.id] = own.worst(path, turns)
        return found

    def judged(
        self, given: RowRecord, place: int, lang: Lang = "en", machine: Machine | None = None
    ) -> Judgement:
        """A record of a table as a single check sees it. ``place``: that of the day of the check."""
        complete = self.reader.complete if given.complete is None else given.complete
        settings = Settings(day_at(place), self.settled, complete, "reference", lang)
        record = Input(self.kind, given.record, (self.kind.key,), nulls=given.nulls)
        return Judgement.of(record, self.book, settings, machine)

    def judgement(self, rows: RegisterRows, row: int, day: End, lang: Lang = "en") -> Judgement:
        """A row as a single check sees it. ``day``: of each row or of all."""
        return self.judged(rows.take([row]).record(0), place_in(day, row), lang)


__all__ = ["DecidedRows", "Decider"]
