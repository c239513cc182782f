"""Arrow columns → the engine's columns of lower and upper ends, and what is wrong with which row.

A table means what a case file means: words are read by the reader of single records (``words``), the rest as arrays
(``cells``); here facts become objects and lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, reduce

import numpy as np
import pyarrow as pa
from attrs import define, field, frozen

from ..engine.columnar.columns import FactColumn, ItemOrder, Items, RecordColumns
from ..engine.columnar.ends import End
from ..engine.columnar.program import Members
from ..engine.columnar.tape import Array
from ..facts.field import Field
from ..facts.reading import RecordReader
from ..facts.types import Type
from ..facts.words import Nulls
from ..kernel.interval import YES
from ..text import Text
from .arrow import Lists, is_list, is_text, lists_of, nulls_of, told
from .cells import FactReader
from .figures import TableSaid, read_table
from .gathering import contradiction
from .lists import WrittenLists, read_lists
from .schema import STATE, Names, Parts, SortedColumns, Unfit, flat
from .slots import RowMask, Slots, Wrong, arranged, either, rows_of
from .tables import CellReader, TableItems, months_said
from .words import WordReader


@define
class ListLevel:
    """Some rows, or all items of one of their lists: what their cells say so far, and where each fact is told.

    ``nulls_say``: a null says that there is none. ``absent``: where it does, of each fact with a column of its own.
    ``lists``: the items of each list, and where they go; ``tables``: what is said of tables.
    """

    count: int
    as_of: End
    wrong: Wrong
    nulls_say: bool
    list_path: str | None = None
    slots: dict[int, FactColumn] = field(factory=dict)
    told: dict[str, RowMask] = field(factory=dict)
    absent: dict[str, Array] = field(factory=dict)
    lists: list[tuple[ListLevel, ItemOrder]] = field(factory=list)
    tables: list[TableSaid] = field(factory=list)


@frozen
class ExactColumns:
    """Columns of rows that are taken to be known, and again of those (``vague``) that are not."""

    whole: RecordColumns
    vague: Array | None = None
    again: RecordColumns | None = None


MOST_VAGUE = 4
"""Where more than one row in so many is vague, none is taken to be exact."""


class BatchReader:
    """Reads tables of one kind of record. Keeps what each word means; otherwise without memory of what it read."""

    def __init__(
        self,
        reader: RecordReader,
        names: Names,
        complete: bool,
        needed: frozenset[int],
        nulls: Nulls | None = None,
    ) -> None:
        self.names = names
        self.nulls = nulls
        self.needed = needed
        self.complete = complete
        self.slots = Slots(reader.layout, complete)
        self.words = WordReader(self.slots)
        self.cells = FactReader(self.slots, self.words, needed)

    def read(self, table: SortedColumns, count: int, as_of: End, wrong: Wrong) -> ExactColumns:
        """The engine's columns of some rows; ``wrong`` learns of rows that cannot be read.

        Where most tables are known as far as they are asked, both ends of a cell are one.
        """
        level, tables = self.said(table, count, as_of, wrong)
        vague = np.zeros(count, np.bool_)
        for one in tables.values():
            vague |= one.places.vague
        exact = bool(MOST_VAGUE * np.count_nonzero(vague) <= count) and not level.lists
        whole = self.columns(level, {path: one.items(exact) for path, one in tables.items()})
        vague[list(wrong.alone)] = False
        rows = np.flatnonzero(vague)
        if not exact or not len(rows):
            return ExactColumns(whole)
        some = {path: one.take(rows).items() for path, one in tables.items()}
        return ExactColumns(whole, rows, whole.take(rows, some))

    def said(
        self, table: SortedColumns, count: int, as_of: End, wrong: Wrong
    ) -> tuple[ListLevel, dict[str, TableItems]]:
        """What rows say, and what stands in their tables."""
        level = ListLevel(count, as_of, wrong, self.nulls == "absent")
        self.facts(self.names.kind.root, table.facts, level)
        return level, self.tables(level)

    def columns(self, level: ListLevel, tables: Mapping[str, Items]) -> RecordColumns:
        """What rows say as the engine takes it."""
        items = {items.list_path or "": self.items(items, order, level) for items, order in level.lists}
        return RecordColumns(level.count, level.as_of, self.complete, level.slots, {**items, **tables})

    def facts(self, whole: Field, columns: Mapping[str, Parts], level: ListLevel) -> None:
        """The facts of an object, or of the items of a list, from the columns that speak of each."""
        for path, parts in columns.items():
            if parts.fact.type is Type.LIST:
                level.told[path] = self.list(parts, level)
            elif parts.fact.type is Type.TABLE:
                level.told[path] = self.table(parts, level)
            elif parts.fact.type is Type.OBJECT:
                if "" in parts.columns and (level.nulls_say or parts.columns[""].null_count < level.count):
                    raise Unfit  # text, where there are columns for what is in it
            else:
                cells = self.cells.read(parts.fact, parts.columns, level.as_of, level.wrong, level.nulls_say)
                level.slots.update(cells.slots)
                level.told[path] = cells.where
                if cells.absent is not None:
                    level.absent[path] = cells.absent
        for part in whole.walk():
            if part.type is Type.OBJECT and part.path and part.list_path == level.list_path:
                self.object(part, columns.get(part.path), level)

    def object(self, fact: Field, parts: Parts | None, level: ListLevel) -> None:
        """An object is there where anything in it is told; its state may say that it, and all in it, is not."""
        inner = [where for path, where in level.told.items() if path.startswith(f"{fact.path}.")]
        if not inner and parts is None:
            return
        nowhere = np.zeros(level.count, np.bool_)
        absent = any(path.startswith(f"{fact.path}.") for path in level.absent)

        @cache
        def there() -> Array:
            return reduce(np.logical_or, map(rows_of, inner), nowhere)

        def stands() -> Array:
            """Where nulls say that there is none of what is in it, it is there."""
            return ~nowhere if absent else there()

        level.slots[self.slots.slot(fact)] = self.slots.presence(fact, stands)
        for part in fact.yes_when_there if self.complete else ():
            said = rows_of(level.told.get(part.path, nowhere)) | level.absent.get(part.path, nowhere)
            slot, silent = self.slots.slot(part), stands() & ~said
            now = level.slots.get(slot) or self.slots.bare(slot)
            level.slots[slot] = either(silent, self.slots.fixed(slot, YES), now)
        if parts is not None and STATE in parts.columns:
            level.told[fact.path] = self.stated(fact, parts.columns[STATE], there(), level)

    def stated(self, fact: Field, states: pa.Array, there: Array, level: ListLevel) -> Array:
        """A fact and all that is in it, the items of lists too, where a column says that it is not, or not known."""
        none, unknown = self.words.states(fact, states, level.wrong)
        level.wrong.add((none | unknown) & there, contradiction(fact))
        return self.put_stated(fact, none, unknown, there, level)

    def put_stated(self, fact: Field, none: Array, unknown: Array, there: Array, level: ListLevel) -> Array:
        """A fact and all that is in it, where it is not, or is not known; where anything is said of it then."""
        for slot in (slot for part in fact.walk() for slot in self.slots.of(part)):
            now = level.slots.get(slot) or self.slots.bare(slot)
            level.slots[slot] = self.slots.stated(slot, none, unknown, now)
        return there | none | unknown

    # -- lists ------------------------------------------------------------------------------------------------

    def list(self, parts: Parts, level: ListLevel) -> Array:
        """A list: is it there, and what its items say."""
        fact = parts.fact
        if level.list_path is not None:
            raise Unfit
        column = parts.columns.get("", pa.nulls(level.count))
        if pa.types.is_null(column.type):
            column = pa.nulls(level.count, pa.list_(pa.string()))
        states = parts.columns.get(STATE)
        written = None if is_list(column.type) else self.written(fact, column, states, level)
        column = column if written is None else written.column
        lists = lists_of(column)
        where, counts = lists.told, lists.counts
        slot = self.slots.slot(fact)
        level.slots[slot] = self.slots.numbers(slot, (counts > 0).view(np.int8), where)
        if states is not None:
            where = self.stated(fact, states, where, level)
        if level.nulls_say and "" in parts.columns:
            level.absent[fact.path] = absent = nulls_of(parts.columns[""]) & ~where
            self.put_stated(fact, absent, np.zeros_like(absent), where, level)
        if written is not None and (written.none | written.unknown).any():
            where = self.put_stated(fact, written.none, written.unknown, where, level)
        nulls_say = level.nulls_say and written is None  # what is left out of JSON is no null
        level.lists.append((self.inner(fact, lists, level, nulls_say), ItemOrder(counts, lists.starts)))
        return where

    def written(
        self, fact: Field, column: pa.Array, states: pa.Array | None, level: ListLevel
    ) -> WrittenLists:
        """Lists that stand as text; rows whose lists columns do not hold are asked one by one."""
        kind = column.type
        if states is not None or not is_text(kind.value_type if pa.types.is_dictionary(kind) else kind):
            raise Unfit
        found = read_lists(self.names, fact, column, self.nulls)
        if found.are_mostly_odd:
            raise Unfit
        level.wrong.alone.update(np.flatnonzero(found.odd).tolist())
        return found

    def inner(self, fact: Field, lists: Lists, level: ListLevel, nulls_say: bool) -> ListLevel:
        """What the items of a list say, as they lie in the table: row by row."""
        values, counts = lists.values, lists.counts
        as_of = np.repeat(level.as_of, counts) if isinstance(level.as_of, np.ndarray) else level.as_of
        items = ListLevel(len(values), as_of, level.wrong.of_items(counts, fact), nulls_say, fact.path)
        if nulls_say:
            nulls = np.repeat(np.arange(len(counts)), counts)[_has_nulls(values)]
            level.wrong.alone.update(nulls.tolist())
        if not fact.children:  # a text is an item, too: a rule may count them
            return items
        self.facts(fact, self.inside(fact, values, items.wrong), items)
        return items

    def items(self, items: ListLevel, order: ItemOrder, level: ListLevel) -> Items:
        """The items, the first of every record first; a record without any speaks for itself."""
        slots = {
            slot: arranged(one, order, level.slots.get(slot) or self.slots.bare(slot))
            for slot, one in items.slots.items()
            if slot in self.needed
        }
        real = order.real if order.missing else True
        return Items(items.list_path or "", Members(level.count, order), real, slots)

    # -- tables -----------------------------------------------------------------------------------------------

    def table(self, parts: Parts, level: ListLevel) -> Array:
        """A table: is it there? Its cells wait until it is known which month each row reports."""
        if level.nulls_say and "" in parts.columns:
            raise Unfit
        said = read_table(parts, level.count, self.nulls)
        level.tables.append(said)
        slot = self.slots.slot(parts.fact)
        level.slots[slot] = self.slots.numbers(slot, (~said.empty).view(np.int8), said.there)
        return said.there

    def tables(self, level: ListLevel) -> dict[str, TableItems]:
        """The items of all tables; rows whose tables arrays do not hold are asked one by one."""
        found = {}
        for said in level.tables:
            if said.fact.month_path is not None:
                month = level.slots.get(self.slots.layout.slots[said.fact.month_path])
                months = months_said(month, level.count)
                lines = [one for one in level.tables if _stands_in(one.fact, said.fact)]
                found[said.fact.path] = CellReader(said, lines, months, self.slots, self.needed).read()
        for said in level.tables:
            level.wrong.alone.update(np.flatnonzero(said.odd).tolist())
        return found

    def inside(self, fact: Field, values: pa.Array, wrong: Wrong) -> dict[str, Parts]:
        """The columns of items, by the fact that each tells."""
        inner: dict[str, Parts] = {}
        if not pa.types.is_struct(values.type):
            if values.null_count < len(values):
                raise Unfit
            return inner
        for name, one in flat("", values):
            named = self.names.inside(fact, name)
            if named is not None:
                parts = inner.setdefault(named.fact.path, Parts(named.fact))
                if named.role in parts.columns:
                    raise Unfit
                parts.put(named, one)
            elif not pa.types.is_null(one.type) and one.null_count < len(one):
                strange = Text(
                    f"«{fact.label.ru}»: поле `{name}` не известно", f"`{fact.path}`: unknown field `{name}`"
                )
                wrong.add(told(one), strange)
        return inner


def _stands_in(lines: Field, table: Field) -> bool:
    """Do the rows of a table stand in the columns of another?"""
    return lines is not table and any(row.list_path == table.path for row in lines.rows)


def _has_nulls(values: pa.Array) -> Array:
    """Where an item, or an object in it, is null and not its fields alone."""
    found = ~told(values)
    if pa.types.is_struct(values.type):
        for number in range(values.type.num_fields):
            if pa.types.is_struct(values.type[number].type):
                found |= _has_nulls(values.field(number))
    return found


__all__ = ["BatchReader"]
