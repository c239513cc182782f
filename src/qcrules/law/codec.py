"""Values of the rulebook as plain data and back, so that what was read and lowered once need not be read again.

The values refer to each other, and share parts. Each distinct one is written once, as the numbers of its parts,
in tables of one class each, parts before wholes; they are made again table by table. The tables hold nothing but
strings, numbers, lists and tuples, and only the classes listed here are ever made: a store can be wrong, but it cannot
run code.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import Enum
from itertools import islice
from types import ModuleType
from typing import Any

import attrs

from .. import errors, finding, text, verdict
from ..facts import field, layout, vocabulary
from ..facts.field import ValueType
from ..facts.types import TYPES
from ..kernel import derived, formula
from ..time import calendar, term
from . import citation as provision
from . import legal_text, lowered, model, validity
from .verbs import amounts, calendars, days, expressions, facts, logic, moments, numbers, spec

Maker = Callable[..., Any]
_MODULES = (
    calendar,
    errors,
    finding,
    term,
    text,
    verdict,
    field,
    vocabulary,
    derived,
    formula,
    layout,
    legal_text,
    lowered,
    model,
    provision,
    amounts,
    calendars,
    days,
    expressions,
    facts,
    logic,
    moments,
    numbers,
    spec,
    validity,
)
_PLAIN = (str, int, bool, type(None))


def _makers(modules: Iterable[ModuleType]) -> Iterator[tuple[str, Maker]]:
    """What makes a value of each class from its parts, in the order of ``_parts``."""
    for module in modules:
        for of in vars(module).values():
            if not isinstance(of, type) or of.__module__ != module.__name__:
                continue
            if issubclass(of, Enum):
                yield _name(of), of
            elif attrs.has(of):
                yield _name(of), of if _by_place(of) else _by_name(of)


_NAMES: dict[type, str] = {}
_STORED: dict[type, list[Any]] = {}
"""What is known of each class that was met."""


def _stored(of: type[attrs.AttrsInstance]) -> list[Any]:
    """The parts of a class that are kept; the others are derived, or of no use to a check."""
    if of not in _STORED:
        _STORED[of] = [one for one in attrs.fields(of) if one.init and one.metadata.get("stored", True)]
    return _STORED[of]


def _by_place(of: type[attrs.AttrsInstance]) -> bool:
    """Can its stored parts be given by their places: are they its first ones?"""
    stored, every = _stored(of), [one for one in attrs.fields(of) if one.init]
    return stored == every[: len(stored)] and not any(one.kw_only for one in stored)


def _name(of: type) -> str:
    """A class by its module and its name: ``formula.Compare``."""
    if of not in _NAMES:
        _NAMES[of] = f"{of.__module__.rpartition('.')[2]}.{of.__name__}"
    return _NAMES[of]


def _by_name(of: type[attrs.AttrsInstance]) -> Maker:
    names = [one.alias for one in _stored(of)]
    return lambda *parts: of(**dict(zip(names, parts, strict=True)))


_MAKERS: dict[str, Maker] = {
    **dict(_makers(_MODULES)),
    **{_name(type(one)): TYPES.__getitem__ for one in TYPES.values()},
    _name(date): date.fromisoformat,
}
_COLLECTIONS: dict[str, Callable[[list[Any]], Any]] = {
    _name(tuple): tuple,
    _name(list): list,
    _name(frozenset): frozenset,
    _name(dict): lambda flat: dict(zip(flat[::2], flat[1::2], strict=True)),
}


def _parts(value: Any) -> Iterable[Any]:
    """What a value is made of."""
    if isinstance(value, Enum):
        return (value.value,)
    if isinstance(value, ValueType):
        return (value.key,)
    if isinstance(value, date):
        return (value.isoformat(),)
    if isinstance(value, dict):
        return (one for pair in value.items() for one in pair)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return value
    return (getattr(value, one.name) for one in _stored(type(value)))


class _Writer:
    """Numbers the values as they are met: (class, parts) → number; and how deep each one is, and its final place."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, Any], int] = {}
        self.depths: list[int] = []
        self.met: dict[int, int] = {}
        self.places: dict[int, int] = {}

    def fork(self) -> _Writer:
        """A writer that knows the same, and forgets nothing that this one meets later."""
        other = _Writer()
        other.known, other.depths = dict(self.known), list(self.depths)
        other.met, other.places = dict(self.met), dict(self.places)
        return other

    def number(self, value: Any) -> int:
        if type(value) in _PLAIN:
            return self.add(_name(type(value)), value, 0)
        if id(value) not in self.met:
            name = _name(type(value))
            if name not in _MAKERS and name not in _COLLECTIONS:
                raise TypeError(f"{name} cannot be stored")
            parts = tuple(self.number(part) for part in _parts(value))
            self.met[id(value)] = self.add(
                name, parts, 1 + max((self.depths[one] for one in parts), default=0)
            )
        return self.met[id(value)]

    def add(self, name: str, parts: Any, depth: int) -> int:
        number = self.known.setdefault((name, parts), len(self.known))
        if number == len(self.depths):
            self.depths.append(depth)
        return number

    def written(self, root: Any) -> list[Any]:
        """The tables of a value and of all its parts that were not written yet."""
        self.number(root)
        tables: dict[tuple[int, str], list[tuple[int, Any]]] = {}
        for (name, parts), old in self.known.items():
            if old not in self.places:
                depth = self.depths[old]
                tables.setdefault((depth, name if depth else ""), []).append((old, parts))
        written = []
        for (depth, name), rows in sorted(tables.items()):
            for old, _ in rows:
                self.places[old] = len(self.places)
            if depth == 0:
                written.append(["", [parts for _, parts in rows]])
            else:
                numbers = [[self.places[part] for part in parts] for _, parts in rows]
                if name in _COLLECTIONS:
                    numbers = [[len(one) for one in numbers], [part for one in numbers for part in one]]
                else:
                    numbers = [list(column) for column in zip(*numbers, strict=True)]
                written.append([name, [_packed(column) for column in numbers]])
        return written


def _packed(numbers: list[int]) -> bytes:
    """Numbers as bytes, the lowest first: of two bytes each, or of four; in front stands of which."""
    code = "H" if max(numbers, default=0) < 1 << 16 else "I"
    packed = array(code, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return code.encode() + packed.tobytes()


def _unpacked(packed: bytes) -> Iterable[int]:
    numbers = array(chr(packed[0]), packed[1:])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def to_tables(core: Any, parts: Iterable[Any] = ()) -> list[Any]:
    """The tables of a value, and those of others that share its parts, so that each of these can be read alone.

    TypeError where a part is none of the rulebook's.
    """
    writer = _Writer()
    return [writer.written(core), *(writer.fork().written(part) for part in parts)]


def from_tables(written: Any, before: Iterable[Any] = ()) -> list[Any]:
    """All the values of some tables, the last one being the whole; ``before``: those it may refer to."""
    made = list(before)
    part = made.__getitem__
    for name, rows in written:
        if not name:
            made += rows
        elif name in _COLLECTIONS:
            collect, (lengths, parts) = _COLLECTIONS[name], map(_unpacked, rows)
            inside = map(part, parts)
            made += [collect(list(islice(inside, length))) for length in lengths]
        else:
            made += map(_MAKERS[name], *(list(map(part, _unpacked(column))) for column in rows))
    return made
