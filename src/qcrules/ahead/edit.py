"""A record with some of its facts changed, in the words in which it was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..facts.field import Field
from ..facts.path import FactPath
from ..facts.types import Type


def changed(record: Mapping[str, Any], root: Field, values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a record in which the facts at some English paths have other values.

    What is not there is written in the language of the record; an object that is said to be none comes to be.
    """
    copy: dict[str, Any] = copied(record)
    for path, value in values.items():
        path_in(copy, root, path).put(copy, value)
    return copy


def path_in(record: Mapping[str, Any], root: Field, path: str) -> FactPath:
    """The way to the fact at an English path, in the words of the record, or in its language."""
    return FactPath(_written(record, root, FactPath.parse(path).trail))


def copied(value: Any) -> Any:
    """A copy in plain dicts and lists."""
    if isinstance(value, Mapping):
        return {key: copied(one) for key, one in value.items()}
    return [copied(one) for one in value] if isinstance(value, list | tuple) else value


def without_lists(record: Mapping[str, Any], root: Field, kept: Mapping[str, int | None]) -> dict[str, Any]:
    """A record without its lists, but for those at some paths: all of each, or one item, by its number from 1."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        fact = root.child(key)
        if fact is not None and isinstance(value, Mapping):
            found[key] = without_lists(value, fact, kept)
        elif fact is None or fact.type is not Type.LIST or not isinstance(value, list | tuple):
            found[key] = value
        elif fact.path in kept:
            number = kept[fact.path]
            found[key] = value if number is None else value[number - 1 : number]
    return found


def _written(record: Any, root: Field, trail: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The keys by which the record itself calls what stands at a trail."""
    here, fact, russian = record, root, is_russian(record, root)
    found: list[str | int] = []
    for step in trail:
        if isinstance(step, int):
            found.append(step)
            here = here[step] if isinstance(here, list) and step < len(here) else None
            continue
        fact = fact.children[step]
        keys = here if isinstance(here, Mapping) else {}
        key = fact.key_in(keys) or (fact.term.ru if russian else fact.key)
        found.append(key)
        here = keys.get(key)
        if fact.several is not None and isinstance(here, list) and here:
            found.append(0)  # of several the first is meant
            here = here[0]
    return tuple(found)


def is_russian(record: Mapping[str, Any], root: Field) -> bool:
    """Does a record name its fields in Russian?"""
    return any(key not in root.children and root.child(key) is not None for key in record)
