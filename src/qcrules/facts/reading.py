"""A mapping → the facts of a record: its fields by their names, its objects and its lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ..errors import KEY, RecordError
from ..kernel.interval import MINUTES_A_DAY, NO, YES, Interval
from ..text import shown
from .layout import Layout, option_path
from .path import PlaceAt, Trail, nowhere
from .recorded import Facts, Overlay, Recorded
from .table_reading import TableReader, Told
from .values import ValueReader
from .vocabulary import Field, Kind, Type
from .words import UNKNOWN_MARK, is_blank, yes_no

NOTHING_DEFINED: Mapping[str, Any] = {}


class RecordReader:
    """Reads records of one kind. Immutable after it is made; safe to share."""

    def __init__(self, kind: Kind, layout: Layout) -> None:
        self.kind = kind
        self.layout = layout
        self.blank = {complete: layout.template(complete) for complete in (False, True)}
        self.names: dict[str, dict[str, Field]] = {}
        for part in kind.root.walk():
            if part.children and part.type not in (Type.MONTH, Type.NUMBER, Type.TABLE):
                self.names[part.path] = {
                    word: child for child in part.children.values() for word in (child.term.ru, child.key)
                }

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
        work = _Reading(self.names, facts, (as_of.toordinal() + 1) * MINUTES_A_DAY, places)
        if part is None or part.inside is None:
            work.object(self.kind.root, record, "", trail, None)
        else:
            work.part(part.root, record, trail)
        if work.told:
            TableReader(work, work.told).read()
        for path, (fact, value) in defined.items():
            work.define(path, fact, value, trail)
        if work.problems:
            raise RecordError(work.problems)
        return facts


class _Reading(ValueReader):
    """One reading of one record: ``names`` are the words of the fields of each object, by its path."""

    def __init__(
        self, names: Mapping[str, Mapping[str, Field]], facts: Facts, tomorrow: int, places: PlaceAt
    ) -> None:
        super().__init__(facts, tomorrow, places)
        self.names = names
        self.told: Told = []
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
        self.put(self.slots[fact.path], YES, overlay)
        self.object(fact, record, path, trail, overlay)

    def define(self, path: str, fact: Field, value: Any, trail: Trail) -> None:
        """A defined fact, set directly."""
        value = value.strip() if isinstance(value, str) else value
        if value == UNKNOWN_MARK:
            self.facts.defined[path] = fact.unknown
        elif is_blank(value):
            self.facts.defined[path] = fact.none
        elif fact.type is Type.BOOL:
            self.facts.defined[path] = YES if yes_no(value) else NO
        else:
            self.facts.defined[path] = self.span(fact, value, trail) or fact.unknown

    def object(self, whole: Field, record: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        """The fields of an object; ``path`` is where it stands, with the numbers of items."""
        if not isinstance(record, Mapping):
            self.wrong(trail, "здесь нужны поля вида «ключ: значение»", "expected fields here, `key: value`")
            return
        names = self.names[whole.path]
        dot = f"{path}." if path else ""
        seen: dict[str, str] = {}
        for key, value in record.items():
            here = (*trail, key)
            child = names.get(key)
            if child is None:
                self.unknown_key(key, here, names)
                continue
            if child.key in seen:
                self.wrong(
                    (*here, KEY),
                    f"`{shown(key)}` и `{seen[child.key]}` — одно и то же поле",
                    f"`{shown(key)}` and `{seen[child.key]}` are the same field",
                )
                continue
            seen[child.key] = key
            if key != child.key:
                self.russian = self.russian or here
            elif child.key != child.term.ru:
                self.english = self.english or here
            if self.russian is not None and self.english is not None:
                self.mixed(here)
            self.value(child, value, dot + child.key, here, overlay)

    def mixed(self, trail: Trail) -> None:
        self.wrong(
            (*trail, KEY),
            f"`{trail[-1]}`: в одном файле поля называют на одном языке",
            f"`{trail[-1]}`: fields are named in one language a file",
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
            if fact.type is Type.TABLE and fact.month_path is None:
                self.told.append((fact, dict.fromkeys(row.key for row in fact.children.values()), trail))
        else:
            _READERS[fact.type](self, fact, value, path, trail, overlay)

    def everything(self, fact: Field, overlay: Overlay | None, source: Sequence[Interval]) -> None:
        """The field and all that is in it are unknown, or are not."""
        slots = self.slots
        for part in fact.walk():
            paths = [part.path]
            if part.type is Type.SET:
                paths += [option_path(part.path, option) for option in part.options]
            for path in paths:
                self.put(slots[path], source[slots[path]], overlay)

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
        """A table waits until the whole record is read: its columns depend on the month that is reported."""
        self.put(self.slots[fact.path], YES if value else NO, overlay)
        self.told.append((fact, value, trail))


_READERS: Mapping[Type, Callable[..., None]] = {
    Type.EVENT: _Reading.moment,
    Type.DATE: _Reading.moment,
    Type.BOOL: _Reading.yes_no,
    Type.CHOICE: _Reading.choice,
    Type.SET: _Reading.set,
    Type.NUMBER: _Reading.number,
    Type.YEAR: _Reading.number,
    Type.TEXT: _Reading.text,
    Type.MONTH: _Reading.month,
    Type.OBJECT: _Reading.whole,
    Type.LIST: _Reading.list,
    Type.TABLE: _Reading.table,
}
