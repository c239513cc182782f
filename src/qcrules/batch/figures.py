"""What the rows of a register say of the tables of reports: every cell as a number, from Arrow columns or from JSON.

A table stands in a column a cell (``figures.1.1.2014-03``), in a list of its columns, or as JSON in a text. What is of
no such shape, or is no number, makes its record *odd*: it is read as a single record is, which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, field, frozen

from ..engine.columnar.tape import Array
from ..facts.columns import TOTAL, column_key
from ..facts.field import Field, WrongValue
from ..facts.outside import NotJson, from_json
from ..facts.words import BLANK, UNKNOWN_MARK, Nulls
from ..time.months import read_month
from .arrow import EncodedWords, as_numpy, is_list, is_text, numbers, told
from .gathering import COLUMN_WORDS
from .schema import STATE, Parts, Unfit

UNTOLD, FILLED, DASH, ASKED, ODD = range(5)
"""What a cell says: nothing; a number; that there is none; that nobody knows; what a single record must be asked."""

IN_TOTAL, NOWHERE = -1, -2
"""The column «Всего», and what is no column; a month is known by its number."""

MOST = 1 << 40
"""Larger numbers are read one by one: sums of those up to here stay far from what 64 bits hold."""


@frozen(eq=False)
class TableCells:
    """Some cells of one row of a table: of which records (None: one a record), in which columns, and what they say.

    The number of a cell that says none is 0.
    """

    records: Array | None
    columns: Array | int
    values: Array
    states: Array


@define(eq=False)
class TableSaid:
    """A table of every record. ``there``: it is given; ``empty``: without any row; ``odd``: not as arrays hold it.

    Of a table whose rows hold lines, ``lines`` counts those of a row in every record, −1 where the row is not said.
    """

    fact: Field
    count: int
    there: Array = field()
    empty: Array = field()
    odd: Array = field()
    cells: dict[str, list[TableCells]] = field(factory=dict)
    lines: dict[str, Array] = field(factory=dict)

    @there.default
    @empty.default
    @odd.default
    def _nowhere(self) -> Array:
        return np.zeros(self.count, np.bool_)

    @property
    def has_lines(self) -> bool:
        """Do its rows hold lines, which stand in the columns of another table?"""
        return self.fact.month_path is None

    def add(self, row: str, found: TableCells) -> None:
        """Cells of a row. Records with an odd one are odd; lines are counted by whoever knows them."""
        bad = found.states == ODD
        if bad.any():
            self.odd[np.flatnonzero(bad) if found.records is None else found.records[bad]] = True
            found = TableCells(
                found.records, found.columns, found.values, np.where(bad, np.int8(UNTOLD), found.states)
            )
        self.cells.setdefault(row, []).append(found)

    def count_lines(self, row: str, records: Array, lines: Array | int = 1) -> None:
        """So many more lines of a row in some records."""
        known = self.lines.setdefault(row, np.full(self.count, -1))
        known[records] = np.maximum(known[records], 0) + lines


def read_table(parts: Parts, count: int, nulls: Nulls | None) -> TableSaid:
    """A table from the columns that speak of it. Unfit where arrays cannot hold it."""
    said = TableSaid(parts.fact, count)
    column = parts.columns.get("", pa.nulls(count))
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not pa.types.is_null(column.type) and column.null_count < count:
        if parts.cells:
            raise Unfit  # a column of the whole table, and others of its cells
        if is_list(column.type):
            _of_list(said, column)
        elif is_text(column.type):
            _of_json(said, column, nulls)
        else:
            raise Unfit
    elif parts.cells:
        _of_columns(said, parts.cells)
    if STATE in parts.columns and not pa.types.is_null(parts.columns[STATE].type):
        said.odd |= told(parts.columns[STATE])
    return said


# -- a column a cell ------------------------------------------------------------------------------------------------


def _of_columns(said: TableSaid, cells: Mapping[tuple[str, ...], pa.Array]) -> None:
    lines: dict[tuple[str, ...], Array] = {}
    for (row, *line, column), values in cells.items():
        found_values, states = cell_numbers(said.fact.children[row], values)
        if bool(line) is not said.has_lines:
            states = np.where(states != UNTOLD, np.int8(ODD), states)
        found = TableCells(None, column_number(column), found_values, states)
        somewhere = states != UNTOLD
        said.add(row, found)
        said.there |= somewhere
        if line:
            known = lines.setdefault((row, *line), somewhere)
            known |= somewhere
    for (row, _), there in lines.items():
        said.count_lines(row, np.flatnonzero(there))


@lru_cache(maxsize=4096)
def column_number(word: str) -> int:
    """The number of a column of a table by its heading."""
    key = column_key(word)
    return NOWHERE if key is None else IN_TOTAL if key == TOTAL else read_month(key)


def cell_numbers(row: Field, column: pa.Array) -> tuple[Array, Array]:
    """The numbers of some cells of a row, and what each cell says."""
    kind = column.type
    if pa.types.is_null(kind):
        return np.zeros(len(column), np.int64), np.zeros(len(column), np.int8)
    if pa.types.is_integer(kind):
        return _of_integers(column)
    if pa.types.is_floating(kind):
        found = as_numpy(column.cast(pa.float64()).fill_null(np.nan))
        where = ~np.isnan(found)
        values = np.where(where & (np.abs(found) <= MOST), found, -1).astype(np.int64)
        bad = (values != found) | (values < 0)
        values *= where & ~bad
        return values, where.view(np.int8) * np.where(bad, np.int8(ODD), np.int8(FILLED))
    if is_text(kind.value_type if pa.types.is_dictionary(kind) else kind):
        said = EncodedWords(column)
        meant = [cell_meaning(row, word, "unknown") for word in said.words]
        values, states = np.array(meant, np.int64).T
        return values.take(said.codes), states.astype(np.int8).take(said.codes)
    raise Unfit


def _of_integers(column: pa.Array) -> tuple[Array, Array]:
    """Whole numbers as they lie in memory; what stands under a null becomes 0."""
    found, states = numbers(column, str(column.type)), told(column).view(np.int8)
    if column.null_count:
        found = found * states
    if found.min(initial=0) < 0 or found.max(initial=0) > MOST:
        bad = (found < 0) | (found > MOST)
        return np.where(bad, 0, found), np.where(bad, states * np.int8(ODD), states)
    return found, states


def cell_meaning(row: Field, cell: Any, nulls: Nulls) -> tuple[int, int]:
    """The number of a cell, and what it says."""
    try:
        value = row.type.given(row, cell, nulls)
    except WrongValue:
        return 0, ODD
    if value is None:
        return 0, DASH
    if value in (BLANK, UNKNOWN_MARK):
        return 0, UNTOLD if value == BLANK else ASKED
    return (value, FILLED) if value <= MOST else (0, ODD)


# -- a list of columns ----------------------------------------------------------------------------------------------


def _of_list(said: TableSaid, column: pa.Array) -> None:
    """A list a record: an item is a column of the table, its fields are the rows."""
    counts = as_numpy(pa.compute.list_value_length(column).fill_null(0))
    items = column.flatten()
    records = np.repeat(np.arange(said.count), counts)
    if not len(items):
        return
    if not pa.types.is_struct(items.type):
        raise Unfit
    fields = dict(zip([one.name for one in items.type], items.flatten(), strict=True))
    heading = next((fields[word] for word in COLUMN_WORDS if word in fields), None)
    rows = said.fact.rows_by_word
    given = [name for name in fields if name not in COLUMN_WORDS]
    known = [rows[name].key for name in given if name in rows]
    if heading is None or not is_text(heading.type) or len(known) > len(set(known)):
        raise Unfit
    said_of = EncodedWords(heading)
    columns = np.array([column_number(word) for word in said_of.words]).take(said_of.codes)
    somewhere = np.zeros(len(items), np.bool_)
    for name in given:
        row = rows.get(name)
        if row is None:
            said.odd[records[told(fields[name])]] = True
            continue
        values, states = cell_numbers(row, fields[name])
        if said.has_lines:
            states = np.where(states != UNTOLD, np.int8(ODD), states)
        somewhere |= states != UNTOLD
        said.add(row.key, TableCells(records, columns, values, states))
    said.there[records[somewhere]] = True
    said.odd[records[~told(items)]] = True
    _refuse_columns(said, records, columns, somewhere)
    said.odd |= (counts > 0) & ~said.there


def _refuse_columns(said: TableSaid, records: Array, columns: Array, somewhere: Array) -> None:
    """Records with what is no column, or with one column twice, are odd."""
    said.odd[records[somewhere & (columns == NOWHERE)]] = True
    _refuse_twice(said, records[somewhere], records[somewhere], columns[somewhere])


# -- as JSON --------------------------------------------------------------------------------------------------------


def _of_json(said: TableSaid, column: pa.Array, nulls: Nulls | None) -> None:
    """A text a record: row → column → number, or row → line → column → number."""
    found: list[Any] = [None] * said.count
    for record, text in enumerate(column.to_pylist()):
        if text is None or not text.strip():
            continue
        try:
            found[record] = from_json(text) if text.lstrip().startswith("{") else text
        except NotJson:
            found[record] = text  # a single record says what is wrong
    read_mappings(said, found, "unknown" if nulls == "unknown" else "absent")


def read_mappings(said: TableSaid, given: Sequence[Any], nulls: Nulls) -> None:
    """The tables of some records as Python has them; None where a record says nothing. ``nulls``: what a null says."""
    reading = _MappingRows(said, nulls)
    for record, value in enumerate(given):
        if value is not None:
            reading.table(record, value)
    reading.done()


@define(eq=False)
class _RowSaid:
    """The cells of one row of a table in many records, as they come."""

    records: list[int] = field(factory=list)
    counts: list[int] = field(factory=list)
    words: list[Any] = field(factory=list)
    cells: list[Any] = field(factory=list)

    def add(self, record: int, cells: Mapping[Any, Any]) -> None:
        self.records.append(record)
        self.counts.append(len(cells))
        self.words += cells.keys()
        self.cells += cells.values()


class _MappingRows:
    """Reads tables that are mappings, row by row."""

    def __init__(self, said: TableSaid, nulls: Nulls) -> None:
        self.said = said
        self.nulls = nulls
        self.names = {word: row.key for word, row in said.fact.rows_by_word.items()}
        self.rows = {row.key: _RowSaid() for row in said.fact.rows}
        self.lines: dict[str, tuple[list[int], list[int]]] = {row: ([], []) for row in self.rows}

    def table(self, record: int, value: Any) -> None:
        """The table of one record."""
        said = self.said
        if type(value) is not dict:
            said.odd[record] = True
            return
        said.there[record], said.empty[record] = True, not value
        seen = set()
        for name, inner in value.items():
            row = self.names.get(name)
            if row is None or row in seen:
                said.odd[record] = True
                continue
            seen.add(row)
            if inner is None:
                if said.has_lines and self.nulls == "absent":
                    self.row_of_lines(record, row, {})
            elif type(inner) is not dict:
                said.odd[record] = True
            elif said.has_lines:
                self.row_of_lines(record, row, inner)
            else:
                self.rows[row].add(record, inner)

    def row_of_lines(self, record: int, row: str, lines: Mapping[Any, Any]) -> None:
        """The lines within a row of one record."""
        for line in lines.values():
            if type(line) is dict:
                self.rows[row].add(record, line)
            else:
                self.said.odd[record] = True
        records, counts = self.lines[row]
        records.append(record)
        counts.append(len(lines))

    def done(self) -> None:
        """All that was read, as arrays."""
        for row, found in self.rows.items():
            if found.records:
                self.said.add(row, self.row(self.said.fact.children[row], found))
        for row, (records, counts) in self.lines.items():
            if records:
                self.said.count_lines(row, np.array(records), np.array(counts))

    def row(self, row: Field, found: _RowSaid) -> TableCells:
        """One row."""
        records = np.repeat(found.records, found.counts)
        columns = np.fromiter(map(_number_of, found.words), np.int64, len(found.words))
        if set(map(type, found.cells)) <= {int} and max(found.cells, default=0) <= MOST:
            values = np.array(found.cells, np.int64)
            states = np.where(values < 0, np.int8(ODD), np.int8(FILLED))
            values[values < 0] = 0
        else:
            meant = [self.meaning(row, cell) for cell in found.cells]
            values, states = np.array(meant, np.int64).T
            states = states.astype(np.int8)
        if self.said.has_lines:  # whatever a line says of a column, the column is there
            states[states == UNTOLD] = ASKED
            owner = np.repeat(np.arange(len(found.counts)), found.counts)
        else:
            owner = records
        _refuse_twice(self.said, records, owner, columns)
        states[columns == NOWHERE] = ODD
        return TableCells(records, columns, values, states)

    def meaning(self, row: Field, cell: Any) -> tuple[int, int]:
        """One cell."""
        if type(cell) is int:
            return (cell, FILLED) if 0 <= cell <= MOST else (0, ODD)
        return cell_meaning(row, cell, self.nulls if cell is None else "unknown")


def _number_of(word: Any) -> int:
    return column_number(word) if type(word) is str else column_number(str(word))


def _refuse_twice(said: TableSaid, records: Array, owner: Array, columns: Array) -> None:
    """Records in which one column is given twice in a row, or a line, are odd."""
    keys = owner * (1 << 20) + columns
    order = np.argsort(keys, kind="stable")
    twice = np.flatnonzero(keys[order[1:]] == keys[order[:-1]])
    said.odd[records[order[twice]]] = True


__all__ = ["TableSaid", "read_mappings", "read_table"]
