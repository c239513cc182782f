"""Tables: from a batch of records to their verdicts, or to a row a violation.

``check_batch`` is a pure function from one Arrow record batch to another. Everything that runs engines of its own
(DuckDB, Polars, Dask, Ray, Spark) maps this one function.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa
from attrs import field, frozen

from ..engine.columnar.formulas import NOT_APPLICABLE, VERDICTS
from ..errors import Problem, QcrulesError, UsageError, nearest
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import Nulls
from ..finding import Assessment, Finding
from ..judge.asked import (
    day_of_check,
    known_complete,
    known_language,
    known_nulls,
    known_readings,
    settled_readings,
)
from ..judge.rulebook import Rulebook, load_rules
from ..text import Lang, Text, shown
from .answers import FINDINGS, finding_rows, verdict_rows
from .deciding import CHUNK, DecidedRows, Decider
from .files import gathered
from .frames import as_batch
from .rows import RegisterRows

Report = Literal["verdicts", "findings"]


def check_batch(
    batch: Any,
    *,
    kind: str | None = None,
    report: Report = "verdicts",
    rules: Rulebook | str | None = None,
    select: Iterable[str] | None = None,
    as_of: date | str | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool = False,
    contested: bool = True,
    lang: Lang = "en",
    nulls: Nulls | None = None,
) -> pa.RecordBatch:
    """Check every row of a batch; the columns are the paths of the vocabulary, in English or in Russian.

    ``batch``: a record batch or a table of Arrow, a frame of pandas or polars, or whatever gives itself as Arrow.
    ``kind``: of the records; where the pack has one kind, that is it.
    ``nulls``: what a null says: «unknown» (so an empty cell is read where nobody says) or «absent».

    ``report``: «verdicts» is a row a record: ``id``, one column a rule (of a rule for each item the worst verdict),
    ``contested`` (the rules whose verdict turns on a reading), ``error`` (why a row could not be read: then there is
    no verdict). «findings» is a row a violation, with its term, delay, sentence and evidence.
    ``select``: only these rules, by id. ``contested=False``: the other readings are not weighed, which is quicker.

    UsageError where the columns cannot be understood at all; what is wrong with a row stands in the row. Columns that
    mean nothing are passed over; of one whose name is near a known one a warning tells.
    """
    book = rules if isinstance(rules, Rulebook) else load_rules(rules)
    settings = TableSettings(kind, readings, complete, contested, select, nulls=nulls)
    decider, as_of, batch = decider_of(book, settings), day_of_check(as_of), _batch(batch)
    lang = known_language(lang)
    if report not in get_args(Report):
        said, known = shown(report), ", ".join(get_args(Report))
        raise UsageError.of(
            f"report: `{said}` не известно; бывает: {known}", f"report: unknown `{said}`; there are: {known}"
        )
    done = []
    for start in range(0, max(batch.num_rows, 1), decider.at_once):
        answer = decide_rows(decider, batch.slice(start, decider.at_once), as_of)
        if not start:
            _warn_of(answer.rows.strange(), decider, lang)
        if report == "verdicts":
            done.append(verdict_rows(decider, answer, lang))
        else:
            done.append(finding_rows(decider, answer, start, lang))
    return pa.Table.from_batches(done).combine_chunks().to_batches()[0] if len(done) > 1 else done[0]


def explain(
    batch: Any,
    row: int,
    *,
    kind: str | None = None,
    rules: Rulebook | str | None = None,
    as_of: date | str | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool = False,
    lang: Lang = "en",
    nulls: Nulls | None = None,
) -> Assessment:
    """What a single check says of one row of a batch, from its columns, without running the rest.

    UsageError where the columns cannot be understood or the row cannot be read.
    """
    book = rules if isinstance(rules, Rulebook) else load_rules(rules)
    decider = decider_of(book, TableSettings(kind, readings, complete, nulls=nulls))
    as_of, batch, lang = day_of_check(as_of), _batch(batch), known_language(lang)
    if not 0 <= row < batch.num_rows:
        count = batch.num_rows
        raise UsageError.of(
            f"строки {row} нет: их {count}, с 0", f"there is no row {row}: there are {count}, from 0"
        )
    read = decider.read(decider.rows(batch.slice(row, 1)), as_of)
    if read.wrong.reasons:
        raise UsageError(Problem(read.wrong.reasons[0]))
    return decider.judgement(read.rows, 0, read.day, lang).assessment()


def _batch(given: Any) -> pa.RecordBatch:
    """The rows that are given as one batch, the columns of the items of a list as one column."""
    return gathered(as_batch(given))


def _warn_of(names: Iterable[str], decider: Decider, lang: Lang) -> None:
    """Tell the columns that mean nothing and whose names are near those that do: a program sees no summary."""
    near = [f"`{shown(name)}`{hint(lang)}" for name in names if (hint := decider.names.near(name)).en]
    if near:
        words = Text("столбцы без значения", "columns that mean nothing")(lang)
        warnings.warn(f"{words}: {', '.join(near)}", stacklevel=3)


def _pairs(given: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(known_readings(given).items()))


def _complete(given: Any) -> bool:
    return bool(known_complete(given))


def _names(given: Iterable[str] | None) -> frozenset[str] | None:
    return None if given is None else frozenset(given)


@frozen
class TableSettings:
    """How tables are checked: the kind of their records, the readings that are settled, only which rules (by id).

    ``contested``: the other readings are weighed, too. ``statistics``: so is what the summary of a register needs.
    """

    kind: str | None = None
    readings: tuple[tuple[str, str], ...] = field(default=None, converter=_pairs)
    complete: bool = field(default=False, converter=_complete)
    contested: bool = True
    select: frozenset[str] | None = field(default=None, converter=_names)
    statistics: bool = False
    nulls: Nulls | None = field(default=None, converter=known_nulls)


@lru_cache(maxsize=16)
def decider_of(book: Rulebook, settings: TableSettings) -> Decider:
    """What decides tables, made once for the same settings. UsageError for names that nobody knows."""
    pack, select = book.core, settings.select
    kind = kind_named(settings.kind, pack.vocabulary)
    for name in sorted(select or ()):
        if name not in pack.rules[kind.whole]:
            hint = nearest(name, pack.rules[kind.whole])
            raise UsageError.of(f"правило `{name}` не известно{hint.ru}", f"unknown rule `{name}`{hint.en}")
    settled = settled_readings(dict(settings.readings), pack)
    return Decider(
        book,
        kind,
        settled,
        settings.complete,
        settings.contested,
        select,
        settings.statistics,
        settings.nulls,
    )


def kind_named(name: str | None, vocabulary: Vocabulary) -> Kind:
    """The kind of the records: the one named, else the only one there is, else inspections. UsageError lists them."""
    kinds = vocabulary.kinds
    if name is None and len(kinds) == 1:
        return next(iter(kinds.values()))
    kind = vocabulary.kind(name or USUAL_KIND)
    if kind is not None:
        return kind
    russian, known = ", ".join(one.term.ru for one in kinds.values()), ", ".join(kinds)
    if name is None:
        raise UsageError.of(
            f"какие это записи, скажет --kind; есть: {russian}", f"--kind says what the records are: {known}"
        )
    hint = nearest(name, vocabulary.kind_words())
    raise UsageError.of(
        f"таблиц вида `{name}` нет{hint.ru}; есть: {russian}",
        f"there are no tables of kind `{name}`{hint.en}; there are: {known}",
    )


USUAL_KIND = "inspection"
"""What a register is of, where nobody says and the pack has such a kind."""


def decide_rows(decider: Decider, given: RegisterRows | pa.RecordBatch, as_of: date | None) -> DecidedRows:
    """The verdicts on some rows; those whose terms leave the calendar are asked one by one."""
    answer = decider.decide(given, as_of)
    for row in np.nonzero(answer.outside & answer.good)[0].tolist():
        try:
            findings = explain_row(decider, answer, row)
        except QcrulesError as error:
            answer.refuse(row, error)
            continue
        answer.alone[row] = findings
        for rule in decider.rules:
            found = [VERDICTS.index(f.verdict) for f in findings if f.rule == rule.id]
            answer.codes[rule.id][row] = max(found, default=NOT_APPLICABLE)
            if decider.weigh:
                contested = any(f.contested for f in findings if f.rule == rule.id)
                answer.contest(rule.id, np.array([row]), contested)
    return answer


def explain_row(decider: Decider, answer: DecidedRows, row: int, lang: Lang = "en") -> tuple[Finding, ...]:
    """The findings on one row that was decided."""
    return decider.judgement(answer.rows, row, answer.as_of, lang).findings()


__all__ = ["CHUNK", "FINDINGS", "Report", "check_batch", "explain"]
