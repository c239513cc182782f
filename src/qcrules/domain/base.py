"""What every typed record can do: come from a mapping, and become one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Self, get_args, get_type_hints

from attrs import fields, has

from ..errors import UNKNOWN_WORD, Problem, RecordError, nearest
from ..text import Text
from .unknown import LEFT_OUT, UNKNOWN


class DomainRecord:
    """A record of the built-in vocabulary, or a part of one."""

    __slots__ = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The record that a mapping holds, keyed as in a case file in English; its parts become records, too.

        `?` is ``UNKNOWN``; other values stay as they are, and ``check`` says what is wrong with one. RecordError where
        a key is not known; its problems carry the path of the field.
        """
        problems: list[Problem] = []
        found = _made(cls, data, (), problems)
        if problems:
            raise RecordError(problems)
        assert isinstance(found, cls)
        return found

    def to_dict(self) -> dict[str, Any]:
        """The record as nested dicts and lists, keyed as in a case file; `?` is what is UNKNOWN."""
        return {
            field.name: _plain(value)
            for field in fields(type(self))  # type: ignore[arg-type]
            if (value := getattr(self, field.name)) is not LEFT_OUT
        }


def _plain(value: Any) -> Any:
    if isinstance(value, DomainRecord):
        return value.to_dict()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return UNKNOWN.value if value is UNKNOWN else value


def _made(cls: type[Any], value: Any, path: tuple[str, ...], problems: list[Problem]) -> Any:
    """A record of a class from a mapping; anything else as it is."""
    if not isinstance(value, Mapping):
        return value
    parts: dict[str, type[Any] | None] = _parts(cls)  # type: ignore[arg-type]
    given: dict[str, Any] = {}
    for key, one in value.items():
        here = (*path, str(key))
        if key not in parts:
            hint, name = nearest(str(key), parts), ".".join(here)
            words = Text(f"{name}: поле не известно{hint.ru}", f"{name}: unknown field{hint.en}")
            problems.append(Problem(words, code=UNKNOWN_WORD, path=name))
        elif one == "?":
            given[key] = UNKNOWN
        elif (part := parts[key]) is not None:
            given[key] = _within(part, one, here, problems)
        else:
            given[key] = one
    return cls(**given)


def _within(part: type[Any], value: Any, path: tuple[str, ...], problems: list[Problem]) -> Any:
    """A part of a record, or a list of such."""
    if isinstance(value, list | tuple):
        *whole, last = path
        return [
            _made(part, one, (*whole, f"{last}[{number}]"), problems) for number, one in enumerate(value, 1)
        ]
    return _made(part, value, path, problems)


@cache
def _parts(cls: type[Any]) -> dict[str, type[Any] | None]:
    """The fields of a record, and the class of what each holds, where that is a record."""
    hints = get_type_hints(cls)
    return {one.name: _record_in(hints[one.name]) for one in fields(cls)}


def _record_in(hint: Any) -> type[Any] | None:
    """The class of records in a type hint."""
    if isinstance(hint, type) and has(hint):
        return hint
    return next((found for one in get_args(hint) if (found := _record_in(one)) is not None), None)
