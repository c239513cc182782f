"""One row of a register → a record as a case file has it, so that a row is read and explained as any record is.

A row is a row of columns (``TableRows``) or a record that stands in a line of its own (``RecordRows``). Both say what
each fact is through the same names and the same reader; what a value means is for the reader of records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, frozen

from .. import harmless
from ..cached import cached_property
from ..errors import Problem, RecordError
from ..facts.field import Field, WrongValue
from ..facts.names import said_of
from ..facts.path import PlaceAt
from ..facts.words import Nulls, beside, folded
from ..records.reading import complete_said
from ..text import Text, shown
from .arrow import as_numpy, as_text, beginning, cell_of, cells_of, is_text, octet_table, settled, told
from .gathering import FactSaid, RecordMaker, depth, is_bare, wrong_row
from .naming import in_a_row
from .schema import ID, CellKey, Names, SortedColumns, sort_columns


@frozen
class RowRecord:
    """The record in a row, and what the row says of the check. ``strange``: names that mean nothing.

    ``id``: what the row is called, where its record does not say.
    """

    record: Mapping[str, Any]
    complete: bool | None = None
    as_of: Any = None
    nulls: Nulls = "unknown"
    strange: tuple[str, ...] = ()
    id: Any = None


class RegisterRows(Protocol):
    """Some rows of a register."""

    @property
    def count(self) -> int:
        """How many rows there are."""

    def take(self, rows: Any) -> RegisterRows:
        """Some of the rows, by their numbers or by a slice."""

    def record(self, row: int, only: frozenset[str] | None = None) -> RowRecord:
        """The record in a row; ``only``: at least these facts of it, by their paths.

        RecordError where its cells do not go together.
        """

    def days(self) -> list[Any] | None:
        """What each row says of the day of the check; None where none does."""

    def words(self, path: str) -> pa.Array | None:
        """What every row says of a field, as text; None where none says anything."""

    def places(self, row: int) -> PlaceAt:
        """Where what a row says was read."""

    def no_records(self) -> Mapping[int, Text]:
        """The rows that are no records, and what they are instead."""

    def strange(self) -> Iterable[str]:
        """The names that mean nothing here."""


SaidByRows = tuple[Field, list[Any] | None, dict[str, list[Any]], dict[CellKey, list[Any]]]
"""What rows say of a fact: where one column says all of it, that; else the columns by their roles, and the cells."""


@frozen
class TableRows:
    """Rows of columns. UsageError where they cannot be understood at all. ``nulls``: what an empty cell says."""

    batch: pa.RecordBatch
    names: Names
    nulls: Nulls | None = None
    table: SortedColumns = field(init=False)

    @table.default
    def _sorted(self) -> SortedColumns:
        return sort_columns(self.names, self.batch)

    @property
    def count(self) -> int:
        return int(self.batch.num_rows)

    @property
    def are_arrays(self) -> bool:
        """Could arrays hold all that the rows say, as far as their names tell?"""
        return self.table.complete is None

    @property
    def in_sheets(self) -> bool:
        """Does each fact have a cell of its own somewhere?"""
        return False

    def take(self, rows: Any) -> TableRows:
        if isinstance(rows, slice):
            first, last, _ = rows.indices(self.count)
            return TableRows(self.batch.slice(first, last - first), self.names, self.nulls)
        usual = [settled(column) for column in self.batch.columns]  # Arrow takes no rows of some types
        batch = pa.RecordBatch.from_arrays(usual, names=self.batch.schema.names)
        return TableRows(batch.take(pa.array(rows, pa.int64())), self.names, self.nulls)

    def record(self, row: int, only: frozenset[str] | None = None) -> RowRecord:
        record: dict[str, Any] = {}
        maker, whole = RecordMaker(self.names, self.nulls), self.names.kind.root
        for fact, bare, roles, places in self._cells:
            if only is not None and fact.path not in only:
                continue
            if bare is not None:
                maker.put(record, whole, fact, *maker.bare(bare[row]))
                continue
            said = {role: cells[row] for role, cells in roles.items()}
            told = maker.told(FactSaid(fact, said, {place: cells[row] for place, cells in places.items()}))
            maker.put(record, whole, fact, *told)
        complete = None if self.table.complete is None else _yes(cell_of(self.table.complete, row))
        return RowRecord(record, complete, None, self.nulls or "unknown")

    @cached_property
    def _cells(self) -> list[SaidByRows]:
        """All that the rows say, as Python has it: whoever wants some rows takes them first."""
        found = list[SaidByRows]()
        for parts in sorted(self.table.facts.values(), key=lambda one: depth(one.fact)):
            roles = {role: cells_of(column) for role, column in parts.columns.items()}
            places = {place: cells_of(column) for place, column in parts.cells.items()}
            bare = roles[""] if is_bare(parts.fact) and [*roles] == [""] and not places else None
            found.append((parts.fact, bare, roles, places))
        return found

    def days(self) -> list[Any] | None:
        column = self.table.as_of
        return None if column is None else [cell_of(column, row) for row in range(self.count)]

    def words(self, path: str) -> pa.Array | None:
        parts = self.table.facts.get(path)
        column = parts.columns.get("") if parts is not None else None
        return as_text(self.table.id if path == ID and self.table.id is not None else column)

    def places(self, row: int) -> PlaceAt:
        return in_a_row

    def no_records(self) -> Mapping[int, Text]:
        """Those whose id says so, or the first cell that is filled in where the id is not, or there is none.

        What stands in the column of a fact may be a word of that fact, but for a sum.
        """
        found: dict[int, Text] = {}
        rows = np.arange(self.count)
        columns = [] if self.table.id is None else [(self.table.id, False)]
        known = (name not in self.table.unknown for name in self.batch.schema.names)
        columns += zip(self.batch.columns, known, strict=True)
        for column, of_fact in ((settled(column), of_fact) for column, of_fact in columns):
            some = column if len(rows) == self.count else column.take(pa.array(rows))
            if is_text(some.type):
                begins = beginning(some, _OCTETS)
                perhaps = pc.match_substring_regex(some.take(pa.array(begins)), _NO_RECORD).fill_null(False)
                for at in begins[as_numpy(perhaps)].tolist():
                    told_by = _BEGINS(some[at].as_py())
                    if told_by is not None and told_by["sum"]:
                        found[int(rows[at])] = _TOTALS
                    elif not of_fact and self._is_line(int(rows[at])):
                        found[int(rows[at])] = _BELOW
            rows = rows[~told(some)]
            if not len(rows):
                break
        return found

    def _is_line(self, row: int) -> bool:
        """Is hardly anything in a row: some words, and perhaps a name beside them?"""
        return sum(bool(told(settled(one.slice(row, 1)))[0]) for one in self.batch.columns) <= 2

    def strange(self) -> Iterable[str]:
        return self.table.unknown


_TOTALS = Text("строка итогов, а не запись", "a row of totals, and no record")
_BELOW = Text("приписка под таблицей, а не запись", "words below the table, and no record")
_SUMS = "итого|всего|барлығы|жиыны|total|grand total"
_WORDS_BELOW = (
    r"исполнител[ьи]|исп\.|составил[аи]?|подготовил[аи]?|проверил[аи]?|согласован[оы]?|утвержда(?:ю|ен[аоы]?)|подпис[ьи]"
    r"|примечани[ея]|орындаушы|келісілді|ескерту|ескертпе|prepared by|signature"
)
_NO_RECORD = rf"(?i)^\s*(?:(?P<sum>{_SUMS})(?:\s|:|$)|(?:{_WORDS_BELOW})(?:[\s:_*]|$))"
"""How a row that is none begins, in the languages of Kazakhstan and in English."""
_BEGINS = re.compile(_NO_RECORD).match

_OCTETS = octet_table({*b"\t\n\f\r ", *b"tgpsTGPS", *(letter.encode()[0] for letter in "Ир")})
"""The octets with which it may."""


@frozen
class RecordRows:
    """Records that stand each in a line of its own. ``whole``: their kind's."""

    records: Sequence[RowRecord]
    whole: Field

    @property
    def count(self) -> int:
        return len(self.records)

    def take(self, rows: Any) -> RecordRows:
        some = self.records[rows] if isinstance(rows, slice) else [self.records[row] for row in rows]
        return RecordRows(some, self.whole)

    def record(self, row: int, only: frozenset[str] | None = None) -> RowRecord:
        return self.records[row]

    def days(self) -> list[Any] | None:
        days = [one.as_of for one in self.records]
        return days if any(day is not None for day in days) else None

    def words(self, path: str) -> pa.Array | None:
        found = [said_of(self.whole, one.record, path) for one in self.records]
        if path == ID:
            found = [one.id if said is None else said for said, one in zip(found, self.records, strict=True)]
        said = [None if one is None or isinstance(one, Mapping | list) else _as_text(one) for one in found]
        return pa.array(said, pa.string()) if any(one is not None for one in said) else None

    def places(self, row: int) -> PlaceAt:
        return in_a_row

    def no_records(self) -> Mapping[int, Text]:
        return {}

    def strange(self) -> Iterable[str]:
        return dict.fromkeys(name for one in self.records for name in one.strange)


def _as_text(value: Any) -> str:
    """A value of JSON as text, whole: two ids that begin alike stay two."""
    return harmless.line(" ".join(value.split())) if isinstance(value, str) else shown(value)


def _yes(value: Any) -> bool | None:
    """Does a row say that it leaves nothing out? None where it says nothing of that."""
    try:
        return complete_said(value)
    except WrongValue as wrong:
        raise RecordError(Problem(wrong.messages[0])) from None


def record_of_line(content: Mapping[str, Any], names: Names, nulls: Nulls | None) -> RowRecord:
    """The record in a line: as a case file has it, or its fields alone, nested or with dotted names.

    RecordError where it is a record of another kind, or its names do not go together.
    """
    given: dict[str, Any] = {}
    how: dict[str, Any] = {}
    cases: list[str] = []
    for name, value in content.items():
        of_check = None if names.named(name) else ID if folded(name) == ID else beside(name)
        if of_check in how:
            raise wrong_row(Text(f"`{shown(name)}`: уже сказано", f"`{shown(name)}` is given twice"))
        if of_check:
            how[of_check] = value
        elif names.named(name) is None and names.vocabulary.kind(name) is not None:
            cases.append(name)
        else:
            given[name] = value
    complete = _yes(how["complete"]) if "complete" in how else None
    if not cases:
        record, strange = RecordMaker(names, nulls).of_names(given)
        return RowRecord(record, complete, how.get("as_of"), nulls or "absent", tuple(strange), how.get(ID))
    kind = names.vocabulary.kind(cases[0])
    if len(cases) == 1 and given and kind is names.kind:
        beside_it, case = shown(next(iter(given))), shown(cases[0])
        raise wrong_row(
            Text(
                f"`{beside_it}` стоит рядом с `{case}`, а поля записи пишут под ним",
                f"`{beside_it}` stands beside `{case}`, where the fields of a record stand under it",
            )
        )
    if len(cases) > 1 or given or kind is not names.kind:
        ru, en = names.kind.term.ru, names.kind.key
        raise wrong_row(
            Text(
                f"здесь `{shown(cases[-1])}`, а проверяются записи вида «{ru}»",
                f"here is `{shown(cases[-1])}`, where records of kind `{en}` are checked",
            )
        )
    return RowRecord(content[cases[0]], complete, how.get("as_of"), nulls or "absent", id=how.get(ID))


def id_of_line(content: Mapping[str, Any], names: Names) -> str | None:
    """What a line calls itself, be it a record or none; None where it does not say."""
    for name, value in content.items():
        if names.is_id(name) and isinstance(value, str | int | float):
            return _as_text(value)
    inner = next((one for name, one in content.items() if names.vocabulary.kind(name) is names.kind), None)
    return id_of_line(inner, names) if isinstance(inner, Mapping) else None


__all__ = ["RecordRows", "RegisterRows", "RowRecord", "TableRows", "id_of_line", "record_of_line"]
