# ruff: noqa: E402
"""Tables of reports mean in arrays what they mean cell by cell, whatever stands in their cells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties import examples

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")

import numpy as np
from attrs import evolve
from side_by_side import assert_same

import qcrules
from qcrules.batch import TableSettings, check_batch, decider_of
from qcrules.batch.columns import BatchReader
from qcrules.batch.deciding import Decider
from qcrules.batch.rows import TableRows
from qcrules.batch.schema import Unfit
from qcrules.batch.slots import Wrong
from qcrules.engine.columnar.columns import FactColumn
from qcrules.engine.columnar.ends import place_of
from qcrules.engine.columnar.program import Members, RecordBlock
from qcrules.errors import RecordError
from qcrules.judge.rulebook import load_rules

KIND = "monitoring_report"
AS_OF = date(2014, 5, 20)
WORST = ["not_applicable", "compliant", "undetermined", "pending", "violated"]
ROWS = ["1", "1.1", "1.2", "3.1", "5", "9", "12"]
COLUMNS = ["2014-01", "2014-02", "2014-03", "total"]
STRANGE_COLUMNS = [*COLUMNS, "2013-12", "Всего", "2014-13"]
LINES = ["Справка", "Выдача 1.2"]
MONTHS = st.sampled_from(["2014-01", "2014-02", "2014-03", "2014-03-01", None, "?", "нет", "2015-01"])
NUMBERS = st.sampled_from([0, 1, 2, 3, None])
STRANGE_NUMBERS = NUMBERS | st.sampled_from([-1, 1 << 45, 1 << 50, 7])
FLOATS = st.sampled_from([0.0, 1.0, 3.0, None, 2.5, float("nan"), -1.0, 1e16])
WORDS = st.sampled_from(["0", "1", "2", "3,0", None, "—", "?", "", " ", "нет", "много", "#REF!", "null"])


@st.composite
def wide(draw: st.DrawFn) -> dict[str, Any]:
    """A column a cell; each column of a type of its own."""
    count = draw(st.integers(1, 4))
    columns: dict[str, Any] = {}
    names = [f"figures.{row}.{column}" for row in ROWS for column in STRANGE_COLUMNS[:-2]]
    names += [f"late_services.3.1.{line}.{column}" for line in LINES for column in COLUMNS]
    for name in draw(st.lists(st.sampled_from(names), max_size=14, unique=True)):
        kind, cells = draw(
            st.sampled_from(
                [
                    (pa.int32(), NUMBERS),
                    (pa.uint64(), NUMBERS | st.sampled_from([1 << 45, 1 << 50])),
                    (pa.uint8(), NUMBERS),
                    (pa.int64(), STRANGE_NUMBERS),
                    (pa.float64(), FLOATS),
                    (pa.string(), WORDS),
                ]
            )
        )
        columns[name] = pa.array(draw(st.lists(cells, min_size=count, max_size=count)), kind)
    return {**columns, "month": pa.array(draw(st.lists(MONTHS, min_size=count, max_size=count)), pa.string())}


@st.composite
def lists(draw: st.DrawFn) -> dict[str, Any]:
    """A list of columns, the rows its fields."""
    rows = draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=5, unique=True))
    cells = draw(
        st.sampled_from([(pa.int64(), NUMBERS), (pa.int64(), STRANGE_NUMBERS), (pa.string(), WORDS)])
    )
    kind = pa.struct([("column", pa.string()), *((row, cells[0]) for row in rows)])
    words = st.sampled_from(COLUMNS) | st.sampled_from([*STRANGE_COLUMNS, None])
    item = st.fixed_dictionaries({"column": words, **dict.fromkeys(rows, cells[1])})
    figures = draw(st.lists(st.none() | st.lists(item | st.none(), max_size=4), min_size=1, max_size=4))
    months = draw(st.lists(MONTHS, min_size=len(figures), max_size=len(figures)))
    late = pa.array([1, None, 2, 3][: len(figures)])
    return {
        "figures": pa.array(figures, pa.list_(kind)),
        "late_services.3.1.Справка.2014-02": late,
        "month": pa.array(months, pa.string()),
    }


@st.composite
def texts(draw: st.DrawFn) -> dict[str, Any]:
    """JSON in a text."""
    cell = NUMBERS | STRANGE_NUMBERS | WORDS | st.sampled_from([2.0, 2.5, True])
    of_row = st.dictionaries(st.sampled_from(COLUMNS) | st.sampled_from(STRANGE_COLUMNS), cell, max_size=4)
    row = of_row | st.sampled_from([None, "?", "—"])
    figures = st.dictionaries(st.sampled_from([*ROWS, "77"]), row, max_size=5)
    lines = st.dictionaries(st.sampled_from(LINES), of_row | st.sampled_from([None, "?"]), max_size=2)
    services = st.dictionaries(st.sampled_from(["3.1", "3.2"]), lines | st.none(), max_size=2)
    count = draw(st.integers(1, 4))
    columns = {
        name: [draw(st.none() | table | st.sampled_from(["нет", "?", "[1]", "", "{"])) for _ in range(count)]
        for name, table in (("figures", figures), ("late_services", services))
    }
    said = {
        name: pa.array(
            [json.dumps(v, ensure_ascii=False) if isinstance(v, dict) else v for v in column], pa.string()
        )
        for name, column in columns.items()
    }
    return {**said, "month": pa.array([draw(MONTHS) for _ in range(count)], pa.string())}


ALL_SLOTS = frozenset(range(10_000))
Ends = list[tuple[int, int]]


def by_cells(decider: Decider, rows: TableRows, row: int, complete: bool) -> tuple[Ends, list[Ends]] | None:
    """What the reader of single records knows of a row, and of each column of its table; None where it is wrong."""
    machine = decider.machine
    try:
        given = rows.record(row)
        facts = machine.reader.read(
            given.record, as_of=AS_OF, complete=complete, part=decider.kind, nulls=given.nulls
        )
    except RecordError:
        return None
    own = facts.spans
    items = [
        [overlay.get(slot, own[slot]) for slot in slots_of_tables(decider)]
        for overlay in facts.items.get("figures", {}).values()
    ]
    return [own[slot] for slot in presence(decider)], sorted(items)


def slots_of_tables(decider: Decider) -> list[int]:
    slots = decider.machine.lowered.layout.slots
    return [slot for path, slot in slots.items() if path.startswith(("figures[]", "late_services[]"))]


def presence(decider: Decider) -> list[int]:
    slots = decider.machine.lowered.layout.slots
    return [slots["figures"], slots["late_services"]]


def in_arrays(decider: Decider, batch: Any, complete: bool) -> tuple[list[tuple[Ends, list[Ends]]], set[int]]:
    """The same of every row from arrays; and the rows that arrays do not hold."""
    reader = BatchReader(decider.machine.reader, decider.names, complete, ALL_SLOTS, decider.nulls)
    wrong = Wrong()
    level, tables = reader.said(
        TableRows(batch, decider.names, decider.nulls).table,
        batch.num_rows,
        place_of(AS_OF.toordinal()),
        wrong,
    )
    found = reader.columns(level, {path: one.items() for path, one in tables.items()})
    items = found.items.get("figures")
    if items is not None:
        items = evolve(items, slots={slot: at_once(one, items.members) for slot, one in items.slots.items()})
    answers: list[tuple[Ends, list[Ends]]] = []
    for row in range(batch.num_rows):
        columns = [] if items is None else np.flatnonzero(items.members.parents == row).tolist()
        real = [at for at in columns if items.real is True or items.real[at]]
        of_items = [
            [ends(items.slots, slot, at, decider, complete) for slot in slots_of_tables(decider)]
            for at in real
        ]
        answers.append(
            (
                [ends(found.slots, slot, row, decider, complete) for slot in presence(decider)],
                sorted(of_items),
            )
        )
    return answers, wrong.alone


def at_once(column: FactColumn, members: Members) -> FactColumn:
    """A column that is worked out block by block, as arrays: of two blocks."""
    found = []
    middle = members.count // 2
    for end in column.values():
        values = np.empty(members.total, end.dtype)
        for first, last in ((0, middle), (middle, members.count)):
            block = RecordBlock(first, last, {"": members}, {0: end}, {})
            out = np.empty(members.most(members.count), end.dtype)
            block.load("", 0, out)
            for whole, own in block.pieces(""):
                values[whole] = out[own]
        found.append(values)
    return FactColumn.of(*found)


def ends(columns: Any, slot: int, at: int, decider: Decider, complete: bool) -> tuple[int, int]:
    if slot not in columns:
        layout = decider.machine.lowered.layout
        return (layout.complete if complete else layout.unsaid)[slot]
    lo, hi = columns[slot].values()
    return tuple(int(end if isinstance(end, int) else end[at]) for end in (lo, hi))  # type: ignore[return-value]


@pytest.mark.long
@settings(max_examples=examples(20), deadline=None)
@given(
    columns=wide() | lists() | texts(),
    complete=st.booleans(),
    nulls=st.sampled_from([None, "unknown", "absent"]),
)
def test_tables_in_arrays_hold_what_the_reader_of_single_records_reads(
    columns: dict[str, Any], complete: bool, nulls: Any
) -> None:
    batch = pa.RecordBatch.from_pydict(columns)
    decider = decider_of(load_rules(), TableSettings(KIND, complete=complete, nulls=nulls))
    rows = TableRows(batch, decider.names, nulls)
    try:
        answers, odd = in_arrays(decider, batch, complete)
    except Unfit:  # a column of the whole table where nulls say that there is none
        assert nulls == "absent"
        return
    for row, answer in enumerate(answers):
        expected = by_cells(decider, rows, row, complete)
        if row not in odd:
            assert answer == expected, (row, columns)


def test_few_rows_are_asked_one_by_one() -> None:
    columns = {
        "figures.1.2014-01": pa.array([1, None, 3]),
        "figures.1.total": pa.array(["1", "—", "?"]),
        "late_services.3.1.Справка.2014-01": pa.array([1, None, 0]),
        "month": pa.array(["2014-01", "2014-02", None]),
    }
    decider = decider_of(load_rules(), TableSettings(KIND))
    assert in_arrays(decider, pa.RecordBatch.from_pydict(columns), False)[1] == set()


def alone(record: Any, complete: bool) -> tuple[dict[str, str], list[str]] | None:
    """The worst verdict of every rule on one record, and what is contested; None where it cannot be read."""
    try:
        result = qcrules.check(
            {KIND: record}, as_of=AS_OF, complete=complete, engine="reference", nulls="unknown"
        )
    except RecordError:
        return None
    verdicts: dict[str, str] = {}
    for found in result.findings:
        known = verdicts.get(found.rule, WORST[0])
        verdicts[found.rule] = max(known, str(found.verdict), key=WORST.index)
    return verdicts, list(dict.fromkeys(f.rule for f in result.findings if f.contested))


@pytest.mark.long
@settings(max_examples=examples(4), deadline=None)
@given(
    columns=wide() | lists() | texts(), form=st.sampled_from(["1-mk", "2-mk", None]), complete=st.booleans()
)
@example(
    columns={
        "figures": pa.array(['{"9": {"2014-01": 1, "total": 2}}', '{"9": {"2013-12": 1}}']),
        "month": pa.nulls(2),
    },
    form="1-mk",
    complete=False,
)
def test_tables_in_arrays_mean_what_they_mean_cell_by_cell(
    columns: dict[str, Any], form: str | None, complete: bool
) -> None:
    count = len(columns["month"])
    batch = pa.RecordBatch.from_pydict({"form": pa.array([form] * count, pa.string()), **columns})
    rows = TableRows(batch, decider_of(load_rules(), TableSettings(KIND)).names)
    found = check_batch(batch, kind=KIND, as_of=AS_OF, complete=complete).to_pylist()
    for row, told in enumerate(found):
        try:
            record = rows.record(row).record
        except RecordError:
            expected = None
        else:
            expected = alone(record, complete)
        assert (told["error"] is None) is (expected is not None), (row, told["error"])
        if expected is not None:
            verdicts, contested = expected
            assert {rule: told[rule] for rule in verdicts} == verdicts
            assert told["contested"] == contested


@pytest.mark.long
@settings(max_examples=examples(4), deadline=None)
@given(
    given=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=4, max_size=12),
    gaps=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 39), st.integers(0, 12)), max_size=2),
    complete=st.booleans(),
)
def test_full_tables_mean_what_they_mean_cell_by_cell(
    given: list[tuple[int, int]], gaps: list[tuple[int, int, int]], complete: bool
) -> None:
    """Where most tables are filled in, both ends of a cell are taken to be one; where one has a gap, they are not."""
    names = decider_of(load_rules(), TableSettings(KIND)).names
    table = names.kind.root.child("figures")
    assert table is not None
    rows = [row.key for row in table.rows]
    columns = [*(f"2014-{month:02}" for month in range(1, 13)), "total"]
    figures = []
    for at, (months, number) in enumerate(given):
        there = [*columns[:months], "total"]
        tables = {row: dict.fromkeys(there, number % (place + 2)) for place, row in enumerate(rows)}
        for _, row, column in (gap for gap in gaps if gap[0] == at):
            tables[rows[row]].pop(columns[column], None)
        figures.append(tables)
    batch = pa.RecordBatch.from_pydict(
        {
            **{
                f"figures.{row}.{column}": pa.array([one[row].get(column) for one in figures], pa.int64())
                for row in rows
                for column in columns
            },
            "form": pa.array(["1-mk", "2-mk"] * 6)[: len(given)],
            "month": pa.array([f"2014-{max(months, 1):02}" for months, _ in given]),
        }
    )
    found = check_batch(batch, kind=KIND, as_of=AS_OF, complete=complete).to_pylist()
    for row, told in enumerate(found):
        expected = alone(TableRows(batch, names).record(row).record, complete)
        assert expected is not None
        assert {rule: told[rule] for rule in expected[0]} == expected[0]
        assert told["contested"] == expected[1]


SHAPED = {
    "form": "1-mk",
    "month": "2014-02",
    "figures": {"1": {"2014-01": 5, "2014-02": 7, "total": 13}, "1.1": {"2014-02": 8}},
    "late_services": {"3.1": {"Passport no. 1.2": {"2014-02": 3}}},
}
BESIDE = {"form": ["1-mk"], "month": ["2014-02"]}
LINE = {"late_services.3.1.Passport no. 1.2.2014-02": [3]}
IN_A_COLUMN = pa.struct([("column", pa.string()), ("1", pa.int64()), ("1.1", pa.float64())])


@pytest.mark.parametrize(
    "columns",
    [
        {
            "figures.1.2014-01": [5],
            "показатели.1.2014-02": ["7"],
            "figures.1.Всего": [13.0],
            "figures.1.1.2014-02": [8],
            **LINE,
        },
        {
            "figures": pa.array(
                [
                    [
                        {"column": "2014-01", "1": 5},
                        {"column": "2014-02", "1": 7, "1.1": 8.0},
                        {"column": "total", "1": 13},
                    ]
                ],
                pa.list_(IN_A_COLUMN),
            ),
            **LINE,
        },
        {"figures": [SHAPED["figures"]], "late_services": [json.dumps(SHAPED["late_services"])]},
    ],
)
def test_the_tables_of_reports_in_every_shape(columns: Mapping[str, Any]) -> None:
    batch = pa.RecordBatch.from_pydict({**BESIDE, **columns})
    assert_same(batch, [SHAPED], date(2014, 4, 1), kind="monitoring_report")
    [row] = check_batch(batch, as_of=date(2014, 4, 1), kind="monitoring_report").to_pylist()
    assert "violated" in row.values()


@pytest.mark.parametrize(
    "columns",
    [
        {"figures.1.2014-02": ["много"]},
        {"figures": ["[7"]},
        {"figures": ['{"1": {"2014-13": 7}}']},
        {"figures": ['{"1": {"2014-02": 7}}'], "figures.1.2014-02": [8]},
        {"figures": [[{"column": "2014-02", "1": 7}, {"column": "2014-02", "1": 8}]]},
        {"figures": ['[{"column": "2014-02", "1": 7}, {"column": "2014-02", "1": 8}]']},
        {"figures": ['{"1": {"2014-02": 7}, " 1 ": {"2014-02": 8}}']},
    ],
)
def test_a_bad_cell_of_a_table_rejects_its_row(columns: Mapping[str, Any]) -> None:
    batch = pa.RecordBatch.from_pydict({**BESIDE, **columns})
    for report in ("verdicts", "findings"):
        [row] = check_batch(batch, kind="monitoring_report", report=report).to_pylist()  # type: ignore[arg-type]
        assert row["error"]
