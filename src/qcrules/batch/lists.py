"""Lists that stand in a table as text, in JSON or in words, as columns of their items.

What a plain item says stands in columns of texts, which are read as any column is. A list with anything else in it
(an unknown name, a list in an item, a bracket too many) makes its row *odd*: it is asked as a single record is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, field

from ..engine.columnar.tape import Array
from ..facts.field import Field, WrongValue
from ..facts.outside import NotJson, from_json
from ..facts.reading import MAX_ITEMS
from ..facts.types import Type
from ..facts.words import BLANK, NONE_MARK, UNKNOWN_MARK, Nulls
from .arrow import EncodedWords
from .schema import Named, Names

_MOST_ODD = 8
"""Where one row in so many is odd, all are read one by one, which is quicker than to ask each."""


class Odd(Exception):
    """A list that columns do not hold."""


@define(eq=False)
class WrittenLists:
    """Lists that were written as text. ``column``: as Arrow has lists, null where there is none to read."""

    column: pa.Array
    none: Array
    unknown: Array
    odd: Array

    @property
    def are_mostly_odd(self) -> bool:
        return _MOST_ODD * int(self.odd.sum()) > len(self.odd)


def read_lists(names: Names, fact: Field, column: pa.Array, nulls: Nulls | None) -> WrittenLists:
    """The lists in a column of text. Each distinct text is read once."""
    given = EncodedWords(column)
    work = _ItemReading(names, fact, nulls)
    found = [*(work.text(word) for word in given.words[:-1]), BLANK]
    said = [found[code] for code in given.codes.tolist()]
    return WrittenLists(
        work.column(said),
        np.array([one is None for one in said], np.bool_),
        np.array([one == UNKNOWN_MARK for one in said], np.bool_),
        np.array([one is _ODD for one in said], np.bool_),
    )


_ODD = object()


@define(eq=False)
class _ItemReading:
    """Reads the lists of one field."""

    names: Names
    fact: Field
    nulls: Nulls | None
    known: dict[str, Named | None] = field(factory=dict)

    def text(self, text: str) -> Any:
        """A list of plain items, BLANK, UNKNOWN_MARK, None for none, or _ODD."""
        text = text.strip()
        try:
            if not text.startswith("["):
                return self.in_words(text)
            found = from_json(text)
            if len(found) > MAX_ITEMS:
                raise Odd
            return [self.item(one) for one in found]
        except (Odd, NotJson, WrongValue):
            return _ODD

    def in_words(self, text: str) -> Any:
        if not text:
            return BLANK
        if text.startswith("{"):
            raise Odd
        return self.fact.type.given(self.fact, text, self.nulls or "unknown")

    def item(self, item: Any) -> Any:
        """A plain item: a text, or texts by the names of its fields."""
        if not self.fact.children:
            if type(item) is not str or not item.strip():
                raise Odd
            return item
        if type(item) is not dict:
            raise Odd
        found: dict[str, str | None] = {}
        self.fields("", item, found)
        return found

    def fields(self, lead: str, item: Mapping[str, Any], found: dict[str, str | None]) -> None:
        for name, value in item.items():
            name = f"{lead}{name}"
            if type(value) is dict and value:
                self.fields(f"{name}.", value, found)
            else:
                if name not in self.known:
                    self.known[name] = self.names.inside(self.fact, name)
                named = self.known[name]
                if named is None or named.fact.type.has_fields:
                    raise Odd
                found[name] = self.cell(named, value)

    def cell(self, named: Named, value: Any) -> str | None:
        """A value as text that says the same."""
        if value is None:  # a null in JSON is written, whatever an empty cell of a table says
            return None if self.nulls == "unknown" else NONE_MARK
        if type(value) is str:
            return value
        if type(value) is bool and named.fact.type is Type.BOOL and not named.role:
            return "yes" if value else "no"
        if type(value) is int and named.fact.type in (Type.NUMBER, Type.YEAR):
            return str(value)
        are_words = type(value) is list and all(type(one) is str and one.strip() for one in value)
        if are_words and named.fact.type is Type.SET and not named.role and ";" not in "".join(value):
            return ";".join(value) or NONE_MARK
        raise Odd

    def column(self, said: list[Any]) -> pa.Array:
        """The lists as Arrow has them: of texts, or of items whose fields are texts."""
        lists = [one if type(one) is list else None for one in said]
        if not self.fact.children:
            return pa.array(lists, pa.list_(pa.string()))
        items = [item for one in lists if one for item in one]
        names = list(dict.fromkeys(name for item in items for name in item))
        columns = [pa.array([item.get(name) for item in items], pa.string()) for name in names]
        # an item of which nothing is said is an item
        values = pa.StructArray.from_arrays(columns, names=names) if names else pa.nulls(len(items))
        ends = np.cumsum([0, *(len(one or ()) for one in lists)])
        offsets = pa.array(ends, pa.int32(), mask=np.array([*(one is None for one in lists), False]))
        return pa.ListArray.from_arrays(offsets, values)


__all__ = ["WrittenLists", "read_lists"]
