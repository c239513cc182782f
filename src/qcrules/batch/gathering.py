"""What the cells of a row say, by the fact each tells → a record as a case file has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from attrs import define, field, frozen

from ..errors import Problem, RecordError
from ..facts.field import Field, WrongValue
from ..facts.outside import NotJson, from_json, outside
from ..facts.path import FactPath
from ..facts.types import Type
from ..facts.words import (
    BLANK,
    NONE_MARK,
    STATE_KNOWN,
    STATE_NONE,
    STATE_UNKNOWN,
    UNKNOWN_MARK,
    Nulls,
    folded,
)
from ..text import Text, shown
from ..time.months import FIRST_DAY, LAST_DAY
from .schema import HI, LO, STATE, CellKey, Named, Names

COLUMN_WORDS = ("column", "графа", "month", "месяц")


_MISSING = object()


@define
class FactSaid:
    """What the cells of a row, or the keys of an item, say of one fact."""

    fact: Field
    roles: dict[str, Any] = field(factory=dict)
    cells: dict[CellKey, Any] = field(factory=dict)

    def take(self, named: Named, name: str, value: Any) -> None:
        """One more value. RecordError where the same is told already."""
        known: dict[Any, Any] = self.roles if named.cell is None else self.cells
        key: Any = named.role if named.cell is None else named.cell
        if key in known:
            raise wrong_row(_twice(self.fact, name))
        known[key] = value


@frozen
class RecordMaker:
    """Makes records of what is said of facts. ``nulls``: what an empty cell says, where that is told."""

    names: Names
    nulls: Nulls | None

    def of_names(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The record in a mapping of flat names (``notice.delivered_at``), nested ones, or both; names of nothing.

        RecordError where two names tell the same.
        """
        found: dict[str, FactSaid] = {}
        strange: list[str] = []
        for name, value in given.items():
            named = self.names.named(name)
            if named is None:
                strange.append(name)
            else:
                found.setdefault(named.fact.path, FactSaid(named.fact)).take(named, name, value)
        return self.record(found.values(), self.names.kind.root), strange

    def record(self, found: Iterable[FactSaid], whole: Field) -> dict[str, Any]:
        """The record that the facts make; what its cells leave empty is left out."""
        record: dict[str, Any] = {}
        for one in sorted(found, key=lambda one: depth(one.fact)):
            self.put(record, whole, one.fact, *self.told(one))
        return record

    def put(self, record: dict[str, Any], whole: Field, fact: Field, told: bool, value: Any) -> None:
        """Write what is told of a fact into a record; whoever writes many begins with what stands in nothing else."""
        if told:
            _put(self.names.way(whole, fact), record, value, fact, whole)

    def told(self, one: FactSaid) -> tuple[bool, Any]:
        """Is a fact told, and what is it?"""
        fact, roles = one.fact, one.roles
        if is_bare(fact) and not one.cells and len(roles) == 1 and "" in roles:
            return self.bare(roles[""])
        state = folded(str(roles.get(STATE) or ""))
        value = roles.get("")
        if fact.type.has_fields or fact.type.has_items:
            value = self.parsed(fact, value)
        if fact.rows and (one.cells or not isinstance(value, Mapping)):
            value = _table(fact, value, one.cells)
        if LO in roles or HI in roles:
            value = value if says(value) else _vague(fact, roles)
        if state in STATE_NONE | STATE_UNKNOWN:
            if says(value):
                raise wrong_row(contradiction(fact))
            return True, NONE_MARK if state in STATE_NONE else UNKNOWN_MARK
        if state not in STATE_KNOWN:
            raise wrong_row(strange_state(fact, state))
        value = self.inner(fact, value)
        return ("" in roles or says(value)) and (says(value) or self.nulls == "absent"), value

    def bare(self, value: Any) -> tuple[bool, Any]:
        """The same of a fact without parts, of which one cell says all."""
        return self.nulls == "absent" or says(value), value

    def parsed(self, fact: Field, value: Any) -> Any:
        """What has parts, from a text too; a null in JSON is written, whatever an empty cell of a table says."""
        text = value.strip() if isinstance(value, str) else ""
        if not text.startswith(("[", "{")):
            if fact.type is Type.LIST and text:
                try:
                    value = fact.type.given(fact, text, self.nulls or "unknown")
                except WrongValue as wrong:
                    raise RecordError(Problem(wrong.messages[0])) from None
                return NONE_MARK if value is None else value
            return value
        try:
            found = from_json(text)
        except NotJson as wrong:
            raise wrong_row(
                Text(f"«{fact.label.ru}»: {wrong.words.ru}", f"`{fact.path}`: {wrong.words.en}")
            ) from None
        return found if self.nulls == "unknown" else _written(found)

    def inner(self, fact: Field, value: Any) -> Any:
        """What stands in an object, or in items, under the keys of fields: columns may name them in Russian."""
        if isinstance(value, list) and (fact.type is Type.LIST or fact.several is not None):
            return self.nested(fact, value)
        if fact.type is not Type.OBJECT or not isinstance(value, Mapping):
            return value
        found: dict[str, Any] = {}
        for name, one in value.items():
            child = fact.child(name)
            key = name if child is None else child.key
            if key in found:
                raise wrong_row(_twice(fact if child is None else child, name))
            found[key] = one if child is None else self.inner(child, one)
        return found

    def nested(self, fact: Field, value: Any) -> Any:
        """The items of a list of objects, whose names may say more than a field."""
        if not fact.children or not isinstance(value, list):
            return value
        return [self.item(fact, item) for item in value]

    def item(self, fact: Field, item: Any) -> Any:
        if item is None and self.nulls != "absent":
            return {}
        if not isinstance(item, Mapping) or not item:
            return item
        found: dict[str, FactSaid] = {}
        strange = {}
        for name, value in _flat("", item):
            named = self.names.inside(fact, name)
            if named is not None:
                found.setdefault(named.fact.path, FactSaid(named.fact)).take(named, name, value)
            elif says(value):
                strange[name] = value  # the reader of records refuses it, and says what is near
        return {**self.record(found.values(), fact), **strange}


def _put(path: FactPath, record: dict[str, Any], value: Any, fact: Field, whole: Field) -> None:
    """Write a value where it belongs, once; what stands there, or around it, may not say otherwise."""
    *steps, last = path.trail
    here: Any = record
    around: Field | None = whole
    for step in steps:
        if not isinstance(here, Mapping):
            break
        inner = here.get(step)
        if inner is None:
            path.put(record, value)
            return
        here, around = inner, around.child(str(step)) if around else None
    if type(here) is dict and isinstance(last, str) and last not in here:
        here[last] = value
        return
    if path.get(record, _MISSING) is not _MISSING:
        raise wrong_row(Text(f"«{fact.label.ru}»: уже сказано", f"`{fact.path}` is given twice"))
    if isinstance(here, Mapping):
        path.put(record, value)
    elif says(value):
        raise wrong_row(_otherwise(fact, around or whole, here))


def _twice(fact: Field, name: str) -> Text:
    """What is wrong where a name tells what another has told."""
    return Text(
        f"«{fact.label.ru}»: уже сказано (`{shown(name)}`)", f"`{fact.path}` is given twice (`{shown(name)}`)"
    )


def _otherwise(fact: Field, around: Field, said: Any) -> Text:
    """What is wrong where something is told of what is said not to be, or stands in a list already."""
    if isinstance(said, list):
        return Text(
            f"«{fact.label.ru}»: уже сказано в «{around.label.ru}[1]»",
            f"`{fact.path}` is told in `{around.path}[1]` already",
        )
    return Text(
        f"«{fact.label.ru}»: сказано, а «{around.label.ru}» — «{shown(said)}»",
        f"`{fact.path}` is told, but `{around.path}` is `{shown(said)}`",
    )


def depth(fact: Field) -> int:
    """In how many objects it stands."""
    return fact.path.count(".")


@lru_cache(maxsize=4096)
def is_bare(fact: Field) -> bool:
    """Has a fact no parts, so that a cell of its own says all of it?"""
    return not (fact.type.has_fields or fact.type.has_items or fact.rows)


_SAY = frozenset({bool, int, date, dict, list})
"""Values of these types always say something."""


def says(value: Any) -> bool:
    """Does a cell say anything?"""
    if type(value) in _SAY:
        return True
    if value is None or value == "":
        return False
    try:
        return bool(outside(value, "unknown") != BLANK) if not isinstance(value, Mapping | list) else True
    except ValueError:
        return True


def contradiction(fact: Field) -> Text:
    """What is wrong where a state says one thing and the cell another."""
    return Text(
        f"«{fact.label.ru}»: состояние и значение противоречат друг другу",
        f"`{fact.path}`: the state and the value contradict each other",
    )


def strange_state(fact: Field, words: str) -> Text:
    """What is wrong with a word in a column of states."""
    return Text(
        f"«{fact.label.ru}»: состояние `{shown(words)}` не известно; бывает: нет, ?, есть",
        f"`{fact.path}`: unknown state `{shown(words)}`; there are: none, not yet, ?, known",
    )


def _vague(fact: Field, roles: Mapping[str, Any]) -> str | None:
    """A moment between two others; an end that is not told is the calendar's."""
    first, last = roles.get(LO), roles.get(HI)
    if not (says(first) or says(last)):
        return None
    ends = (_end(fact, first) if says(first) else FIRST_DAY, _end(fact, last) if says(last) else LAST_DAY)
    return "/".join(map(str, ends))


def _end(fact: Field, value: Any) -> Any:
    try:
        value = fact.type.given(fact, value)
    except WrongValue:
        return value
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


def _written(value: Any) -> Any:
    """The same, its nulls as the sign for nothing."""
    if isinstance(value, Mapping):
        return {key: _written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_written(inner) for inner in value]
    return NONE_MARK if value is None else value


def _flat(name: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        return [one for key, inner in value.items() for one in _flat(f"{name}.{key}" if name else key, inner)]
    return [(name, value)]


def _table(fact: Field, value: Any, cells: Mapping[CellKey, Any]) -> Any:
    """A table of a report: JSON in a text, a list of its columns, cells in columns of their own.

    RecordError where a cell is told twice.
    """
    rows: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {}
    for item in value if isinstance(value, list) else ():
        if not isinstance(item, Mapping):
            return value
        key = next((item[word] for word in COLUMN_WORDS if word in item), None)
        for row, cell in item.items():
            if row not in COLUMN_WORDS and says(cell):
                _put_cell(fact, rows, (row, str(key)), cell)
    for place, cell in cells.items():
        if says(cell):
            _put_cell(fact, rows, place, cell)
    return rows if rows or isinstance(value, Mapping) else value if says(value) and value != [] else None


def _put_cell(fact: Field, rows: dict[str, Any], place: CellKey, cell: Any) -> None:
    path = FactPath(place)
    if path.get(rows, _MISSING) is not _MISSING or not isinstance(rows.get(place[0], {}), Mapping):
        said = shown(".".join(place))
        raise wrong_row(
            Text(f"«{fact.label.ru}.{said}»: уже сказано", f"`{fact.path}.{said}` is given twice")
        )
    path.put(rows, cell)


def wrong_row(words: Text) -> RecordError:
    """What is wrong with a row."""
    return RecordError(Problem(words))
