"""The record as it stands on the day of the check: what was given for each fact, where, and its interval."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import define, field

from ..errors import Place
from ..kernel.interval import Interval, Key
from ..text import Text
from .columns import TableColumns
from .field import Field
from .layout import Layout
from .moments import NOT_KNOWN
from .path import PlaceAt, Trail, nowhere
from .words import UNKNOWN_MARK

Overlay = dict[int, Interval]


@define(eq=False, repr=False)
class Recorded:
    """One recorded fact: its value as it was given, and the keys that lead to it."""

    field: Field
    value: Any
    trail: Trail

    def show(self) -> tuple[str | int | bool | None, Text]:
        """The value as JSON holds it (ISO dates, English keys, whole numbers), and as a person reads it."""
        if self.value is None:
            return None, self.field.type.none_words
        if self.value == UNKNOWN_MARK:
            return UNKNOWN_MARK, NOT_KNOWN
        return self.field.type.show(self.field, self.value)

    def words(self) -> Text:
        """The value as a person reads it."""
        return self.show()[1]


@define(eq=False, repr=False)
class Facts:
    """The record on the day of the check: intervals by slot, the items of lists, what was recorded and where."""

    layout: Layout
    as_of: date
    spans: list[Interval]
    items: dict[str, dict[Key, Overlay]] = field(factory=dict, init=False)
    recorded: dict[str, Recorded] = field(factory=dict, init=False)
    later: list[str] = field(factory=list, init=False)
    defined: dict[str, Interval] = field(factory=dict, init=False)
    columns: dict[str, TableColumns] = field(factory=dict, init=False)
    lines: dict[str, list[str]] = field(factory=dict, init=False)
    places: PlaceAt = nowhere
    several: dict[str, int] = field(factory=dict, init=False)
    """How many the record gives of what it gives several times, by the path: here are the facts of the first."""

    def get(self, path: str) -> Interval:
        """The interval of a path of the layout."""
        return self.spans[self.layout.slots[path]]

    def source(self, path: str) -> Place | None:
        """Where a fact was recorded."""
        found = self.recorded.get(path)
        return self.places(found.trail) if found else None
