"""From typed objects to the mappings that a check reads."""

from __future__ import annotations

from typing import Any

from .base import DomainRecord
from .records import KINDS


def kind_of(record: object) -> str | None:
    """The top key of the record's case file; None for an object that is no record."""
    return KINDS.get(type(record))


def as_mapping(record: DomainRecord) -> dict[str, Any]:
    """The record as nested dicts and lists, keyed as in a case file; `?` is what is UNKNOWN."""
    return record.to_dict()
