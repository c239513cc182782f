"""From typed objects to the mappings that a check reads."""

from __future__ import annotations

from typing import Any

from attrs import AttrsInstance, fields, has

from .records import KINDS
from .unknown import UNKNOWN


def kind_of(record: object) -> str | None:
    """The top key of the record's case file; None for an object that is no record."""
    return KINDS.get(type(record))


def as_mapping(record: AttrsInstance) -> dict[str, Any]:
    """The record as nested dicts and lists, keyed as in a case file; what is UNKNOWN is left out."""
    return {
        field.name: _plain(value)
        for field in fields(type(record))
        if (value := getattr(record, field.name)) is not UNKNOWN
    }


def _plain(value: Any) -> Any:
    if has(type(value)):
        return as_mapping(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
