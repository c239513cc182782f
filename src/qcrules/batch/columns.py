"""Arrow columns → the engine's columns of lower and upper ends, and what is wrong with which row.

A table means what a case file means: words are read by the reader of single records (``words``), the rest as arrays
(``cells``); here facts become objects and lists.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from ..engine.columnar import Array, End, FactColumn, Items, Members, RecordColumns, ordered
from ..facts.field import Field
from ..facts.reading import RecordReader
from ..facts.types import Type
from ..facts.words import STATE_NONE, UNKNOWN_MARK
from ..text import Text
from .arrow import as_numpy, is_list, is_text, told
from .cells import FactReader
from .schema import STATE, Names, Parts, Sorted, flat, wrong_type
from .slots import Slots, Wrong, arranged
from .words import WordReader, contradiction

ToldByFact = dict[str, Array]
"""Of each fact, where a cell says anything."""


@frozen
class ItemCells:
    """What the items of a list say, one after another, and how many each row has."""

    path: str
    count: Array
    slots: dict[int, FactColumn]


class BatchReader:
    """Reads tables of one kind of record. Keeps what each word means; otherwise without memory of what it read."""

    def __init__(self, reader: RecordReader, names: Names, complete: bool, needed: frozenset[int]) -> None:
        self.names = names
        self.needed = needed
        self.complete = complete
        self.slots = Slots(reader.layout, complete)
        self.words = WordReader(self.slots)
        self.cells = FactReader(self.slots, self.words, needed)

    def read(self, table: Sorted, count: int, as_of: End, wrong: Wrong) -> RecordColumns:
        """The engine's columns of some rows; ``wrong`` learns of rows that cannot be read."""
        columns = RecordColumns(count, as_of, self.complete, {})
        found: ToldByFact = {}
        lists: list[ItemCells] = []
        for path, parts in table.facts.items():
            if parts.fact.type is Type.LIST:
                found[path] = self.list(parts, columns, lists, wrong)
            elif parts.fact.type is not Type.OBJECT:
                cells = self.cells.read(parts.fact, parts.columns, as_of, wrong)
                columns.slots.update(cells.slots)
                found[path] = cells.told
        for part in self.names.kind.root.walk():
            if part.type is Type.OBJECT and part.path and part.list_path is None:
                self.object(part, table.facts.get(part.path), columns.slots, count, found, wrong)
        for one in lists:
            columns.items[one.path] = self.items(one, columns)
        return columns

    def object(
        self,
        fact: Field,
        parts: Parts | None,
        slots: dict[int, FactColumn],
        count: int,
        found: ToldByFact,
        wrong: Wrong,
    ) -> None:
        """An object is there where anything in it is told; its state may say that it, and all in it, is not."""
        inner = [where for path, where in found.items() if path.startswith(f"{fact.path}.")]
        if not inner and parts is None:
            return
        there = np.logical_or.reduce(inner) if inner else np.zeros(count, np.bool_)
        slots[self.slots.slot(fact)] = self.slots.presence(fact, there)
        if parts is None or STATE not in parts.columns:
            return
        none, unknown = self.words.states(fact, parts.columns[STATE], wrong)
        said = none | unknown
        wrong.add(np.nonzero(said & there)[0], contradiction(fact))
        found[fact.path] = there | said
        self.everything(fact, slots, none, unknown)

    def everything(self, fact: Field, slots: dict[int, FactColumn], none: Array, unknown: Array) -> None:
        """A fact and all that is in it, the items of lists too, is not, or is not known."""
        for part in fact.walk():
            for slot in self.slots.of(part):
                now = slots.get(slot) or self.slots.bare(slot)
                slots[slot] = self.slots.stated(slot, none, unknown, now)

    # -- lists ------------------------------------------------------------------------------------------------

    def list(self, parts: Parts, columns: RecordColumns, lists: list[ItemCells], wrong: Wrong) -> Array:
        """A list: is it there, and what its items say."""
        fact = parts.fact
        slot = self.slots.slot(fact)
        column = parts.columns.get("", pa.nulls(columns.count))
        if pa.types.is_null(column.type):
            column = pa.nulls(columns.count, pa.list_(pa.string()))
        states = parts.columns.get(STATE)
        if is_text(column.type):
            if states is None:
                states = pc.if_else(
                    pc.equal(pc.utf8_trim_whitespace(column), UNKNOWN_MARK),
                    column,
                    pa.scalar(None, pa.string()),
                )
            column = parsed(fact, column, wrong)
        if not is_list(column.type):
            raise wrong_type(fact, column.type)
        where = told(column)
        count = as_numpy(pc.list_value_length(column).fill_null(0))
        columns.slots[slot] = self.slots.numbers(slot, (count > 0).view(np.int8), where)
        if states is not None:
            none, unknown = self.words.states(fact, states, wrong)
            wrong.add(np.nonzero((none | unknown) & where)[0], contradiction(fact))
            where = where | none | unknown
            self.everything(fact, columns.slots, none, unknown)
        if fact.children:
            lists.append(self.item_cells(fact, column, count, columns.as_of, wrong))
        return where

    def item_cells(self, fact: Field, column: pa.Array, count: Array, as_of: End, wrong: Wrong) -> ItemCells:
        """What the items of a list say, as they lie in the table: row by row."""
        values = column.flatten()
        wrong = wrong.of_items(count)
        inner = self.inside(fact, values, wrong)
        slots: dict[int, FactColumn] = {}
        found: ToldByFact = {}
        for parts in inner.values():
            if parts.fact.type is Type.LIST:
                raise wrong_type(parts.fact, "list")
            if parts.fact.type is not Type.OBJECT:
                of_items = np.repeat(as_of, count) if isinstance(as_of, np.ndarray) else as_of
                cells = self.cells.read(parts.fact, parts.columns, of_items, wrong)
                slots.update(cells.slots)
                found[parts.fact.path] = cells.told
        for part in fact.walk():
            if part.type is Type.OBJECT:
                self.object(part, inner.get(part.path), slots, len(values), found, wrong)
        return ItemCells(fact.path, count, {slot: one for slot, one in slots.items() if slot in self.needed})

    def items(self, cells: ItemCells, columns: RecordColumns) -> Items:
        """The items, the first of every record first; a record without any speaks for itself."""
        real, ranks, order = ordered(cells.count)
        slots = {
            slot: arranged(one, order, real, columns.slots.get(slot) or self.slots.bare(slot))
            for slot, one in cells.slots.items()
        }
        return Items(cells.path, Members(columns.count, ranks), bool(real.all()) or real, slots)

    def inside(self, fact: Field, values: pa.Array, wrong: Wrong) -> dict[str, Parts]:
        """The columns of items, by the fact that each tells."""
        inner: dict[str, Parts] = {}
        if not pa.types.is_struct(values.type):
            if len(values):
                raise wrong_type(fact, values.type)
            return inner
        for name, one in flat("", values):
            named = self.names.inside(fact, name)
            if named is not None:
                inner.setdefault(named.fact.path, Parts(named.fact)).columns[named.role] = one
            elif not pa.types.is_null(one.type) and one.null_count < len(one):
                wrong.add(
                    np.nonzero(told(one))[0],
                    Text(f"{fact.path}: поле `{name}` не известно", f"{fact.path}: unknown field `{name}`"),
                )
        return inner


def parsed(fact: Field, column: pa.Array, wrong: Wrong) -> pa.Array:
    """A list written as text: JSON, or for plain texts words with semicolons between them."""
    found: list[Any] = []
    for row, text in enumerate(column.to_pylist()):
        said = (text or "").strip()
        if said in ("", UNKNOWN_MARK):
            found.append(None)
        elif said in STATE_NONE:
            found.append([])
        elif not fact.children:
            found.append([part.strip() for part in said.split(";")])
        else:
            found.append(json_list(said))
            if found[-1] is None:
                wrong.add(
                    np.array([row]),
                    Text(
                        f"{fact.path}: нужен список JSON, а не `{said[:40]}`",
                        f"{fact.path}: expected a JSON list, not `{said[:40]}`",
                    ),
                )
    try:
        return pa.array(found, pa.list_(pa.string()) if not fact.children else None)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        bad = np.array([row for row, one in enumerate(found) if one], np.intp)
        wrong.add(bad, Text(f"{fact.path}: элементы разного вида", f"{fact.path}: items of different kinds"))
        return pa.nulls(len(found), pa.list_(pa.string()))


def json_list(text: str) -> list[Any] | None:
    """The list that a text is in JSON, or None."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, list) else None


__all__ = ["BatchReader"]
