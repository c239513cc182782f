"""Where facts stand in a record, and what is recorded there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from attrs import define, frozen

from ..by_value import ByValue
from ..facts.columns import label_at
from ..facts.field import Field
from ..facts.recorded import Facts
from ..facts.types import Type
from ..facts.words import UNKNOWN_MARK
from ..finding import Evidence, Item
from ..kernel.interval import Key
from ..text import Text

MOST_ITEMS = 50
"""Of so many items of another list a finding on an item tells each, of the rest how many they are: many times many
would be more than anyone reads, and more than a memory holds."""


def path_of_item(path: str, key: Key | None) -> str:
    """``obstructions[].kind`` of the second item is ``obstructions[2].kind``."""
    return path.replace("[]", f"[{key}]", 1) if key is not None else path


@define(eq=False, repr=False)
class Spot(ByValue):
    """Where a fact stands, or would stand, in a record: its path, its field, the item of a list, the line of a row."""

    path: str
    field: Field
    key: Key | None = None
    line: str = ""

    @property
    def item(self) -> Item | None:
        """The item, or the column of a table, in which it stands."""
        if self.key is None:
            return None
        whole, inside, _ = self.field.path.partition("[]")
        return Item(whole, self.key) if inside else None

    @property
    def label(self) -> Text:
        """What the fact is called there."""
        return label_at(self.field.label, self.key, self.line)

    @property
    def trail(self) -> tuple[str, ...]:
        """The keys that lead to it within its kind; of a cell, those of its table, its row and its column."""
        if self.item is not None and isinstance(self.item.key, str):
            return self.item.list_path, self.field.key, self.item.key
        return tuple(self.path.split("."))


def concrete(fact: Field, facts: Facts, item: Key | None, most: int | None = None) -> list[Spot]:
    """Where a field stands in this record: in one item, or in every item of its list (the first ``most``)."""
    if fact.list_path is None:
        return [Spot(fact.path, fact)]
    keys = [item] if item is not None else islice(facts.items.get(fact.list_path, ()), most)
    return [spot for key in keys for spot in cells_behind(fact, key, facts)]


@frozen(eq=False, repr=False)
class Rest(ByValue):
    """The items of a list that are not told one by one, and how many they are."""

    items: Field
    count: int

    @property
    def path(self) -> str:
        """Where they stand."""
        return f"{self.items.path}[…]"

    @property
    def words(self) -> Text:
        """How many, in words."""
        return Text(f"и ещё {self.count}", f"and {self.count} more")

    @property
    def label(self) -> Text:
        """Of what they are the rest."""
        return Text.joined(": ", (self.items.label, self.words))

    @property
    def trail(self) -> tuple[str, ...]:
        """The keys that lead to their list."""
        return tuple(self.items.path.split("."))


def cells_behind(fact: Field, key: Key | None, facts: Facts) -> Iterator[Spot]:
    """Where a field stands in an item; of what a row is beside its neighbours, where their cells stand."""
    row = facts.layout.rows.get(fact.path) if key is not None else None
    if row is None or fact.list_path is None:
        key = key if fact.list_path is not None else None
        yield Spot(path_of_item(fact.path, key), fact, key)
    elif row.path in facts.lines:
        for name in facts.lines[row.path]:
            yield Spot(f"{path_of_item(row.path, key)}.{name}", row, key, name)
    else:
        columns = facts.columns.get(fact.list_path)
        part = fact.key if fact is not row else ""
        for column in columns.behind(part, str(key)) if columns is not None else [key]:
            yield Spot(path_of_item(row.path, column), row, column)


def evidence_at(spot: Spot, facts: Facts, told: dict[str, Evidence]) -> Evidence | None:
    """The fact that is recorded at a spot, or an object around it which says «none» or «unknown».

    ``told``: by their paths, those that have been put into words.
    """
    here, found = spot.path, facts.recorded.get(spot.path)
    while found is None:
        here = here.rpartition(".")[0]
        if not here:
            return None
        found = facts.recorded.get(here)
    at = spot
    if here != spot.path:
        gone = found.value is None or found.value == UNKNOWN_MARK
        if not gone and found.field.type is not Type.MONTH:
            return None
        inside = here.startswith(f"{spot.item}.")
        at = Spot(here, found.field, spot.key if inside else None)
    known = told.get(here)
    if known is None:
        value, words = found.show()
        place = facts.places(found.trail)
        known = told[here] = Evidence(here, at.label, value, words, place, found.trail, at.item)
    return known
