"""Values that are equal where their attributes are: one equality, one hash and one picture for all classes.

attrs would write them for each class anew and compile them, and that is what a cold start mostly waits for. So classes
that are compared now and then say ``@frozen(eq=False, repr=False)`` and inherit them; those that are compared all the
time (``Text``, formulas) have attrs write their own.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import attrs


class ByValue:
    """What attrs does for ``eq``, ``hash`` and ``repr``, from what it knows of the attributes of the class."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _compared(self) == _compared(other)

    def __hash__(self) -> int:
        return hash((self.__class__, _compared(self)))

    def __repr__(self) -> str:
        shown = [f"{one.name}={getattr(self, one.name)!r}" for one in _attributes(type(self)) if one.repr]
        return f"{type(self).__name__}({', '.join(shown)})"


_COMPARED: dict[type, Callable[[Any], object]] = {}
"""What gives the attributes by which the values of a class are compared."""


def _attributes(of: type[Any]) -> tuple[attrs.Attribute[Any], ...]:
    found: tuple[attrs.Attribute[Any], ...] = attrs.fields(of)
    return found


def _nothing(_: Any) -> tuple[()]:
    return ()


def _compared(it: object) -> object:
    of = type(it)
    getter = _COMPARED.get(of)
    if getter is None:
        names = [one.name for one in _attributes(of) if one.eq]
        getter = _COMPARED[of] = attrgetter(*names) if names else _nothing
    return getter(it)
