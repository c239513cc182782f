"""A mapping → the facts of a record: its fields by their names, its objects and its lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from attrs import frozen

from ..errors import KEY, RecordError
from ..kernel.interval import INF, MINUTES_A_DAY, NEVER, NO, YES, Interval
from ..text import Lang, shown
from .field import Field, Spans, ValueType, WrongValue
from .layout import Layout
from .path import PlaceAt, Trail, nowhere
from .recorded import Facts, Overlay, Recorded
from .table_reading import GivenTables, TableReader
from .types import Type
from .values import ValueReader
from .vocabulary import Kind
from .words import BLANK, UNKNOWN_MARK, Nulls, folded

MAX_ITEMS = 2000
"""So many items a list of one record may have."""

MAX_SEVERAL = 20
"""So many letters, acts, … one record may give where the law speaks of one."""

NOTHING_DEFINED: Mapping[str, Any] = {}


@frozen(eq=False, repr=False)
class _Name:
    """A name of a field in the object that holds it. ``language``: that of the name, where the other has another.

    ``slots``: those of the field and its facets. ``take``: how what has parts is read.
    """

    field: Field
    language: Lang | None
    slots: tuple[int, ...]
    take: Callable[..., None] | None


class RecordReader:
    """Reads records of one kind; safe to share. What it remembers it could work out again.

    ``like``: another reader of the same kind for other rules, which remembers the same: fields come first in a layout.
    """

    def __init__(self, kind: Kind, layout: Layout, like: RecordReader | None = None) -> None:
        self.kind = kind
        self.layout = layout
        self._names: dict[str, dict[str, _Name]] = {} if like is None else like._names
        self._within: dict[str, tuple[int, ...]] = {} if like is None else like._within

    def names(self, whole: Field) -> dict[str, _Name]:
        """The names of the fields of an object, in both languages."""
        found = self._names.get(whole.path)
        if found is None:
            found = {}
            for child in whole.children.values():
                same = child.term.ru == child.key
                slots = tuple(self.layout.slots[path] for path in child.paths)
                take = _WITH_PARTS.get(child.type)
                words = [(child.term.ru, "ru"), (child.key, "en")]
                for word, lang in (*words, *zip(child.plurals, ("ru", "en"), strict=False)):
                    name = _Name(child, None if same else cast(Lang, lang), slots, take)
                    found.setdefault(folded(word), name)
                    found[word] = name
            self._names[whole.path] = found  # only when it is whole: other threads read it
        return found

    def learn(self) -> None:
        """Work out now what records would teach: the names of all fields, and the words of their options."""
        for one in self.kind.root.walk():
            self.names(one)
            for option in one.options:
                one.plain_word(option.term.ru)
                one.plain_word(option.term.en)

    def slots_within(self, fact: Field) -> tuple[int, ...]:
        """The slots of a fact and of all that is in it."""
        found = self._within.get(fact.path)
        if found is None:
            paths = dict.fromkeys(path for part in fact.walk() for path in part.paths)
            found = self._within[fact.path] = tuple(self.layout.slots[path] for path in paths)
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
        nulls: Nulls = "absent",
    ) -> Facts:
        """The facts of a record. RecordError lists everything that is wrong with it.

        ``part``: the record is only this part of the whole kind (an act without its inspection).
        ``defined``: values of defined facts, by their path; only a case table may give them.
        ``nulls``: what a null of the record says.
        """
        facts = Facts(self.layout, as_of, self.layout.blank(complete), places=places)
        work = _RecordReading(self, facts, places, nulls, complete)
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


class _RecordReading(ValueReader):
    """One reading of one record. ``tables`` wait until all else is read: their columns depend on the month reported."""

    def __init__(
        self, reader: RecordReader, facts: Facts, places: PlaceAt, nulls: Nulls, complete: bool
    ) -> None:
        super().__init__(facts, places, nulls)
        self.reader = reader
        self.complete = complete
        self.recorded = facts.recorded
        self.tomorrow = (facts.as_of.toordinal() + 1) * MINUTES_A_DAY
        self.tables: GivenTables = []
        self.language: Lang | None = None

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
        """A defined fact, set directly."""
        value = self.given(fact, value, trail)
        if value in (UNKNOWN_MARK, BLANK):
            self.facts.defined[path] = fact.unknown
        else:
            self.facts.defined[path] = fact.none if value is None else fact.type.spans(fact, value)[0]

    def object(self, whole: Field, record: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        """The fields of an object; ``path`` is where it stands, with the numbers of items."""
        if not isinstance(record, Mapping):
            said = shown(record)
            self.wrong(
                trail,
                f"здесь нужны поля вида «ключ: значение», а не `{said}`",
                f"expected fields here, `key: value`, not `{said}`",
            )
            return
        names = self.reader.names(whole)
        dot = f"{path}." if path else ""
        seen: dict[str, str] = {}
        for key, value in record.items():
            here = (*trail, key if isinstance(key, str) else shown(key))  # a number would be that of an item
            name = names.get(key) or (names.get(folded(key)) if isinstance(key, str) else None)
            if name is None:
                self.unknown_key(key, here, names, self.reader.kind.root)
                continue
            own = name.field.key
            if own in seen:
                self.same_field(key, seen[own], here)
                continue
            seen[own] = key
            if name.language is not self.language and name.language is not None:
                self.another_language(name.language, here)
            self.value(name, value, dot + own, here, overlay)

    def another_language(self, language: Lang, here: Trail) -> None:
        """A field that is named in another language than those before it."""
        if self.language is None:
            self.language = language
            return
        self.language = None
        self.wrong(
            (*here, KEY),
            f"`{here[-1]}`: в одном файле поля называют на одном языке",
            f"`{here[-1]}`: fields are named in one language a file",
        )

    def value(self, name: _Name, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        """One field, whatever it is; what is not filled in is as what is left out."""
        fact = name.field
        taken = fact.type.plain(fact, value)
        if taken is None:
            spans = self.worked_out(name, value, path, trail, overlay)
            if spans is None:
                return
        else:
            usual, spans = taken
            self.recorded[path] = Recorded(fact, usual, trail)
        if spans[0][1] >= self.tomorrow and fact.type.happens:
            spans = (self.until_today(spans[0], path),)
        slots = name.slots
        if overlay is None:
            self.spans[slots[0]] = spans[0]
        else:
            overlay[slots[0]] = spans[0]
        if len(spans) > 1:
            self.put_all(slots[1:], spans[1:], overlay)

    def worked_out(
        self, name: _Name, value: Any, path: str, trail: Trail, overlay: Overlay | None
    ) -> Spans | None:
        """What a value means for its field and its facets; None where that is written in already, or it is wrong."""
        fact = name.field
        try:
            value = fact.type.given(fact, value, self.nulls)
            if isinstance(value, list) and fact.several is not None:
                self.one_of_several(name, value, path, trail, overlay)
                return None
            if value == BLANK and value is not None:
                return None
            self.recorded[path] = Recorded(fact, value, trail)
            if value is None:
                self.everything(fact, overlay, self.facts.layout.none)
                if fact.rows and fact.month_path is None:
                    self.tables.append((fact, dict.fromkeys(row.key for row in fact.rows), trail))
                return None
            if value == UNKNOWN_MARK:
                self.everything(fact, overlay, self.facts.layout.unknown)
                return None
            if name.take is not None:
                name.take(self, fact, value, path, trail, overlay)
                return None
            return fact.type.spans(fact, value)
        except WrongValue as wrong:
            self.mistaken(trail, wrong)
        return None

    def one_of_several(
        self, name: _Name, values: list[Any], path: str, trail: Trail, overlay: Overlay | None
    ) -> None:
        """The first of those that the record gives; an empty list says that there is none."""
        fact, count = name.field, len(values)
        if count > MAX_SEVERAL:
            self.refuse(
                fact, trail, f"здесь больше {MAX_SEVERAL}", f"there are more than {MAX_SEVERAL} of them"
            )
            return
        if any(isinstance(one, list) for one in values):
            self.refuse(fact, trail, "список в списке", "a list within a list")
            return
        if count > 1:
            self.facts.several[fact.path] = count
        self.value(name, values[0] if values else None, path, (*trail, 0) if values else trail, overlay)

    def until_today(self, span: Interval, path: str) -> Interval:
        """An event after the day of the check has not happened; one that may be after it may not have."""
        if span[0] < self.tomorrow:
            return span[0], INF
        self.facts.later.append(path)
        return NEVER

    def everything(self, fact: Field, overlay: Overlay | None, source: Sequence[Interval]) -> None:
        """The field and all that is in it are unknown, or are not."""
        slots = self.reader.slots_within(fact)
        self.put_all(slots, [source[slot] for slot in slots], overlay)

    def whole(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        self.put(self.slots[fact.path], YES, overlay)
        for part in fact.yes_when_there if self.complete else ():
            self.put(self.slots[part.path], YES, overlay)
        self.object(fact, value, path, trail, overlay)

    def list(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        if len(value) > MAX_ITEMS:
            self.refuse(
                fact, trail, f"строк в списке больше {MAX_ITEMS}", f"the list has more than {MAX_ITEMS} items"
            )
            return
        self.put(self.slots[fact.path], YES if value else NO, overlay)
        found = self.facts.items.setdefault(fact.path, {})
        for number, item in enumerate(value):
            inner: Overlay = {}
            found[number + 1] = inner
            if fact.children:
                if item is None and self.nulls == "unknown":  # it is there, and nobody knows what it is
                    item = {}
                self.object(fact, item, f"{path}[{number + 1}]", (*trail, number), inner)
            elif not isinstance(item, str | int) or item == BLANK:
                self.refuse(fact, (*trail, number), "нужен текст", "expected text")

    def table(self, fact: Field, value: Any, path: str, trail: Trail, overlay: Overlay | None) -> None:
        self.put(self.slots[fact.path], YES if value else NO, overlay)
        self.tables.append((fact, value, trail))


_WITH_PARTS: Mapping[ValueType, Callable[..., None]] = {
    Type.OBJECT: _RecordReading.whole,
    Type.LIST: _RecordReading.list,
    Type.TABLE: _RecordReading.table,
}
