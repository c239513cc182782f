"""Places in a record, and what is written there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

Record = dict[str, Any]


def exact(value: Any) -> datetime | None:
    """The moment that a day or a minute in a record says; None for one that is vague, unknown or not there."""
    return datetime.fromisoformat(value) if isinstance(value, str) and len(value) in (10, 16) else None


def get(record: Any, path: str) -> Any:
    """The value at a path; of a list, that of its first item; None where there is none."""
    here = record
    for step in path.split("."):
        here = here.get(step.removesuffix("[]")) if isinstance(here, Mapping) else None
        if step.endswith("[]"):
            here = here[0] if isinstance(here, list) and here else None
    return here


def put(record: Record, path: str, value: Any) -> None:
    """Set the value at a path (of a list, in its first item), with the objects on the way to it."""
    *above, last = path.split(".")
    here = record
    for step in above:
        key = step.removesuffix("[]")
        if step.endswith("[]"):
            if not isinstance(here.get(key), list) or not here[key]:
                here[key] = [{}]
            here = here[key][0]
        else:
            if not isinstance(here.get(key), dict):
                here[key] = {}
            here = here[key]
    here[last] = value
