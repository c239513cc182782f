"""The names of a record in one language, so that what one file says may be changed by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .columns import column_key
from .field import Field


def in_english(fact: Field, value: Any) -> Any:
    """A value with the keys in it in English; what the vocabulary does not know stays as it is."""
    if isinstance(value, Mapping):
        return {
            _key(fact, word): in_english(fact.child(word) or fact, inner) for word, inner in value.items()
        }
    if isinstance(value, list):
        return [in_english(fact, item) for item in value]
    return value


def said_of(whole: Field, record: Any, path: str) -> Any:
    """What a record says of a field in no list, in whichever language its names are; None where it says nothing."""
    fact, value = whole, record
    for key in path.split("."):
        child = fact.child(key)
        if child is None or not isinstance(value, Mapping):
            return None
        own = key if key in value else next((word for word in value if fact.child(word) is child), key)
        fact, value = child, value.get(own)
    return value


def _key(fact: Field, word: str) -> str:
    """The key of a field; in a row of a table, that of a column."""
    child = fact.child(word)
    if child is not None:
        return child.key
    return (column_key(word) if fact.type.counts else None) or word
