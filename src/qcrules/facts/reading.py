"""A mapping → the facts of a record: its fields by their names, its objects and its lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ..errors import KEY, RecordError
from ..kernel.interval import INF, MINUTES_A_DAY, NO, YES, Interval
from ..text import shown
from .field import Field, ValueType
from .layout import Layout
from .path import PlaceAt, Trail, nowhere
from .recorded import Facts, Overlay, Recorded
from .table_reading import GivenTables, TableReader
from .types import Type
from .values import ValueReader
from .vocabulary import Kind
from .words import UNKNOWN_MARK, is_blank, yes_no

NOTHING_DEFINED: Mapping[str, Any] = {}


class RecordReader:
    """Reads records of one kind. Nothing that it keeps changes what it reads; safe to share."""

    def __init__(self, kind: Kind, layout: Layout) -> None:
        self.kind = kind
        self.layout = layout
        self.blank = {complete: layout.template(complete) for complete in (False, True)}
        self.names: dict[str, dict[str, Field]] = {}
        for part in kind.root.walk():
            if part.children and part.type.has_fields:
                self.names[part.path] = {
                    word: child for child in part.children.values() for word in (child.term.ru, child.key)
                }
        self._own: dict[str, list[int]] = {}
        self._within: dict[str, list[int]] = {}

    def own_slots(self, fact: Field) -> list[int]:
        """The slots of a fact and of its facets."""
        found = self._own.get(fact.path)
        if found is None:
            found = self._own[fact.path] = [self.layout.slots[path] for path in fact.paths]
        return found

    def slots_within(self, fact: Field) -> list[int]:
        """The slots of a fact and of all that is in it."""
        found = self._within.get(fact.path)
        if found is None:
            parts = [slot for part in fact.walk() for slot in self.own_slots(part)]
            found = self._within[fact.path] = list(dict.fromkeys(parts))
        return found

    def read(
        self,
        record: Mapping[str, Any],
        *,
        as_of: date,
        complete: bool,
        places: PlaceAt = nowhere,
        trail: Trail = (),
        part: Kind | None = None,
        defined: Mapping[str, tuple[Field, Any]] = NOTHING_DEFINED,
    ) -> Facts:
        """The facts of a record. RecordError lists everything that is wrong with it.

        ``part``: the record is only this part of the whole kind (an act without its inspection).
        ``defined``: values of defined facts, by their path; only a case table may give them.
        """
        lo, hi = self.blank[complete]
        facts = Facts(self.layout, as_of, lo.copy(), hi.copy(), places=places)
        work = _Reading(self, facts, places)
        if part is None or part.inside is None:
            work.object(self.kind.root, record, "", trail, None)
        else:
            work.part(part.root, record, trail)
        if work.tables:
            TableReader(work, work.tables).read()
        for path, (fact, value) in defined.items():
            work.define(path, fact, value, trail)
        if work.problems:
            raise RecordError(work.problems)
        return facts


class _Reading(ValueReader):
    """One reading of one record. ``tables`` wait until all else is read: their columns depend on the month reported."""

    def __init__(self, reader: RecordReader, facts: Facts, places: PlaceAt) -> None:
        super().__init__(facts, places)
        self.reader = reader
        self.tomorrow = (facts.as_of.toordinal() + 1) * MINUTES_A_DAY
        self.tables: GivenTables = []
        self.russian: Trail | None = None
        self.english: Trail | None = None

    def part(self, fact: Field, record: Any, trail: Trail) -> None:
        """A record that is one object of the whole, perhaps in the one known item of a list."""
        overlay: Overlay | None = None
        path = fact.path
        if fact.list_path is not None:
            overlay = {}
            self.facts.items[fact.list_path] = {1: overlay}
            self.put(self.slots[fact.list_path], YES, None)
            path = path.replace("[]", "[1]")
        self.whole(fact, record, path, trail, overlay)

    def define(self, path: str, fact: Field, value: Any, trail: Trail) -> None:
        """A defined fact, set directly; of one that is true or false, what is no word for true is false."""
        value = value.strip() if isinstance(value, str) else value
        if value == UNKNOWN_MARK:
            self.facts.defined[path] = fact.unknown
        elif is_blank(value):
            self.facts.defined[path] = fact.none
        else:
            spans = self.spans(fact, value if fact.type.is_moment else bool(yes_no(value)), trail)
            self.facts.defined[path] = spans[0] if spans else fact.unknown

    def object(self, whole: Field, record: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        """The fields of an object; ``path`` is where it stands, with the numbers of items."""
        if not isinstance(record, Mapping):
            self.wrong(trail, "здесь нужны поля вида «ключ: значение»", "expected fields here, `key: value`")
            return
        names = self.reader.names[whole.path]
        dot = f"{path}." if path else ""
        seen: dict[str, str] = {}
        for key, value in record.items():
            here = (*trail, key)
            child = names.get(key)
            if child is None:
                self.unknown_key(key, here, names)
            elif child.key in seen:
                self.wrong(
                    (*here, KEY),
                    f"`{shown(key)}` и `{seen[child.key]}` — одно и то же поле",
                    f"`{shown(key)}` and `{seen[child.key]}` are the same field",
                )
            else:
                seen[child.key] = key
                self.one_language(key, child, here)
                self.value(child, value, dot + child.key, here, overlay)

    def one_language(self, key: str, child: Field, here: Trail) -> None:
        """Note a field that is named in another language than one before it."""
        if key != child.key:
            self.russian = self.russian or here
        elif child.key != child.term.ru:
            self.english = self.english or here
        if self.russian is not None and self.english is not None:
            self.wrong(
                (*here, KEY),
                f"`{here[-1]}`: в одном файле поля называют на одном языке",
                f"`{here[-1]}`: fields are named in one language a file",
            )
            self.russian = self.english = None

    def value(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        """One field, whatever it is."""
        if isinstance(value, str):
            value = value.strip()
        self.facts.recorded[path] = Recorded(fact, value, trail)
        if value == UNKNOWN_MARK:
            self.everything(fact, overlay, self.facts.layout.unknown)
        elif is_blank(value):
            self.everything(fact, overlay, self.facts.layout.none)
            if fact.rows and fact.month_path is None:
                self.tables.append((fact, dict.fromkeys(row.key for row in fact.rows), trail))
        elif fact.type in _WITH_PARTS:
            _WITH_PARTS[fact.type](self, fact, value, path, trail, overlay)
        else:
            self.leaf(fact, value, path, trail, overlay)

    def everything(self, fact: Field, overlay: Overlay | None, source: Sequence[Interval]) -> None:
        """The field and all that is in it are unknown, or are not."""
        for slot in self.reader.slots_within(fact):
            self.put(slot, source[slot], overlay)

    def leaf(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        """A field in which there are no others. An event after the day of the check has not happened."""
        spans = self.spans(fact, value, trail)
        if spans is None:
            return
        if fact.type.happens and spans[0][1] >= self.tomorrow:
            first = spans[0][0]
            if first >= self.tomorrow:
                self.facts.later.append(path)
                first = INF
            spans = ((first, INF),)
        for slot, span in zip(self.reader.own_slots(fact), spans, strict=True):
            self.put(slot, span, overlay)

    def whole(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        self.put(self.slots[fact.path], YES, overlay)
        self.object(fact, value, path, trail, overlay)

    def list(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
            self.wrong(trail, f"«{fact.label.ru}»: нужен список", f"`{fact.path}`: expected a list")
            return
        self.put(self.slots[fact.path], YES if value else NO, overlay)
        found = self.facts.items.setdefault(fact.path, {})
        for number, item in enumerate(value):
            inner: Overlay = {}
            found[number + 1] = inner
            if fact.children:
                self.object(fact, item, f"{path}[{number + 1}]", (*trail, number), inner)
            elif not isinstance(item, str | int):
                self.wrong(
                    (*trail, number), f"«{fact.label.ru}»: нужен текст", f"`{fact.path}`: expected text"
                )

    def table(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        self.put(self.slots[fact.path], YES if value else NO, overlay)
        self.tables.append((fact, value, trail))


_WITH_PARTS: Mapping[ValueType, Callable[..., None]] = {
    Type.OBJECT: _Reading.whole,
    Type.LIST: _Reading.list,
    Type.TABLE: _Reading.table,
}
