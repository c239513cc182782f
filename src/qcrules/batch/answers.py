"""Decided rows as tables: a row a record, or a row a violation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from ..engine.columnar.ends import place_in
from ..engine.columnar.formulas import VERDICTS, VIOLATED
from ..engine.columnar.program import BLOCK
from ..engine.columnar.tape import Array
from ..errors import CalendarRangeError, EngineDisagreement
from ..finding import Verdict
from ..text import Lang
from .arrow import codes
from .deciding import DecidedRows, Decider
from .narrowing import Narrow
from .rows import RegisterRows
from .schema import ID

EXPLAINED = 256
"""So many rows are made records at once, to be explained."""

WORDS = pa.array([str(verdict) for verdict in VERDICTS])

FINDINGS = pa.schema(
    [
        ("row", pa.int64()),
        ("id", pa.string()),
        ("rule", pa.string()),
        ("item", pa.string()),
        ("citation", pa.string()),
        ("force", pa.string()),
        ("due", pa.string()),
        ("actual", pa.string()),
        ("delay", pa.int64()),
        ("delay_unit", pa.string()),
        ("contested", pa.bool_()),
        ("message", pa.string()),
        (
            "evidence",
            pa.list_(pa.struct([(name, pa.string()) for name in ("field", "value", "term", "words")])),
        ),
        ("error", pa.string()),
    ]
)
"""The columns of a row a violation. ``error``: the row could not be read; then only ``row`` and ``id`` are there."""


def ids(answer: DecidedRows) -> pa.Array:
    """The id of every row, as text."""
    found = answer.rows.words(ID)
    return pa.nulls(answer.rows.count, pa.string()) if found is None else found


def errors(answer: DecidedRows, lang: Lang = "en") -> pa.Array:
    """Why rows could not be read."""
    if not answer.wrong.reasons:
        return pa.nulls(len(answer.good), pa.string())
    reasons = answer.wrong.reasons
    return pa.array(
        [reasons[row](lang) if row in reasons else None for row in range(len(answer.good))], pa.string()
    )


def verdict_rows(decider: Decider, answer: DecidedRows, lang: Lang = "en") -> pa.RecordBatch:
    """A row a record."""
    bad = None if answer.good.all() else ~answer.good
    words = (
        pa.DictionaryArray.from_arrays(codes(answer.codes[rule.id], bad), WORDS, safe=False)
        for rule in decider.rules
    )
    return pa.RecordBatch.from_arrays(
        [ids(answer), *words, _contested(decider, answer), errors(answer, lang)],
        schema=_verdict_columns(tuple(rule.id for rule in decider.rules)),
    )


@lru_cache(maxsize=16)
def _verdict_columns(rules: tuple[str, ...]) -> pa.Schema:
    word = pa.dictionary(pa.int8(), pa.string())
    columns = [("id", pa.string()), *((rule, word) for rule in rules)]
    return pa.schema([*columns, ("contested", pa.list_(pa.string())), ("error", pa.string())])


def _contested(decider: Decider, answer: DecidedRows) -> pa.Array:
    """The rules that are contested in each row."""
    told = [rule.id for rule in decider.rules if rule.id in answer.contested]
    offsets = np.zeros(len(answer.good) + 1, np.int32)
    width = -(-len(told) // 8) * 8
    numbers = pa.array(np.tile(np.arange(width, dtype=np.int16), min(BLOCK, len(answer.good))))
    found = [numbers[:0]]
    for start in range(0, len(answer.good) if told else 0, BLOCK):
        rows = slice(start, start + BLOCK)
        where = _packed([answer.contested[name][rows] for name in told], answer.good[rows])
        offsets[1:][rows] = np.bitwise_count(where).sum(axis=1)
        bits = pa.Array.from_buffers(pa.bool_(), where.size * 8, [None, pa.py_buffer(where)])
        found.append(numbers[: len(bits)].filter(bits))
    words = pa.array(told, pa.string()).take(pa.concat_arrays(found))
    return pa.ListArray.from_arrays(pa.array(np.cumsum(offsets, dtype=np.int32)), words)


def _packed(columns: Sequence[Array], good: Array) -> Array:
    """Columns of ones and zeros, eight in a byte, a row a record; zeros where a record is not good.

    A table of all of them a byte each, which is turned round and searched, takes three times as long.
    """
    every = -good.view(np.uint8)
    packed = np.zeros((len(good), -(-len(columns) // 8)), np.uint8)
    for at in range(0, len(columns), 8):
        byte = np.zeros(len(good), np.uint8)
        for column in reversed(columns[at : at + 8]):
            byte += byte
            byte |= column.view(np.uint8)
        packed[:, at // 8] = byte & every
    return packed


def finding_rows(
    decider: Decider,
    answer: DecidedRows,
    first: int = 0,
    lang: Lang = "en",
    done: Callable[[int], object] = lambda rows: None,
) -> pa.RecordBatch:
    """A row a violation, and a row an error. ``done`` is told from time to time behind how many more rows it is."""
    id_ = ids(answer)
    rows: list[dict[str, Any]] = []
    violated = np.zeros(len(answer.good), np.bool_)
    for rule in decider.rules:
        violated |= answer.codes[rule.id] == VIOLATED
    numbers, behind = np.nonzero(violated | ~answer.good)[0], 0
    for start in range(0, len(numbers), EXPLAINED):
        some = numbers[start : start + EXPLAINED].tolist()
        given, wanted = answer.rows.take(some), _violated(decider, answer, some)
        for at, row in enumerate(some):
            known = {"row": first + row, "id": id_[row].as_py()}
            if answer.good[row]:
                try:
                    found = _violations(decider, answer, row, (given, at), wanted[at], lang)
                    rows += [{**known, **one} for one in [*found]]
                except CalendarRangeError as beyond:  # the day by which it was due
                    answer.refuse(row, beyond)
            if not answer.good[row]:
                rows.append({**known, "error": answer.wrong.reasons[row](lang)})
        done(some[-1] + 1 - behind)
        behind = some[-1] + 1
    return pa.RecordBatch.from_pylist(rows, FINDINGS)


def _violated(decider: Decider, answer: DecidedRows, rows: list[int]) -> list[frozenset[str]]:
    """The rules that are violated in each of some rows."""
    found: list[list[str]] = [[] for _ in rows]
    for rule in decider.rules:
        for at in np.flatnonzero(answer.codes[rule.id][rows] == VIOLATED).tolist():
            found[at].append(rule.id)
    return list(map(frozenset, found))


def _violations(
    decider: Decider,
    answer: DecidedRows,
    row: int,
    stands: tuple[RegisterRows, int],
    wanted: frozenset[str],
    lang: Lang,
) -> Iterator[dict[str, Any]]:
    """The violations in a row, which stands in some rows at a place: what they do not read is left alone."""
    turned = frozenset(rule for rule in wanted if rule in answer.contested and answer.contested[rule][row])
    alone = decider.alone
    how = Narrow(decider.machine) if answer.outside[row] else alone.found(wanted, alone.weighing(turned))
    given, at = stands
    record = given.record(at, how.facts)
    judgement = decider.judged(record, place_in(answer.as_of, row), lang, how.machine)
    found = [f for f in judgement.findings() if f.verdict is Verdict.VIOLATED]
    if {f.rule for f in found} & set(answer.codes) != wanted:
        raise EngineDisagreement(f"internal error, please report it: row {row}: {wanted} or {found}")
    for one in found:
        if one.rule in wanted:
            delay, settled = one.delay, one.rule in how.machine.settled
            yield {
                "rule": one.rule,
                "item": one.item,
                "citation": one.citation,
                "force": str(one.force),
                "due": _moment(one.due_at),
                "actual": _moment(one.done(lang)),
                "delay": delay.value if delay else None,
                "delay_unit": delay.unit if delay else None,
                "contested": one.rule in turned if settled else one.contested,
                "message": one.message,
                "evidence": [
                    {
                        "field": e.field,
                        "value": None if e.value is None else str(e.value),
                        "term": e.term(lang),
                        "words": e.words(lang),
                    }
                    for e in one.foreground
                ],
            }


def _moment(value: date | datetime | str | None) -> str | None:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return None if value is None else str(value)
