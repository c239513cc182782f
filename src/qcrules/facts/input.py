"""A record to be checked, and what was said beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from ..by_value import ByValue
from ..errors import Problem
from .path import PlaceAt, Trail, nowhere
from .vocabulary import Kind
from .words import Nulls

REPORT = "monitoring_report"
"""The kind of record of which years are made, by its key."""


@frozen(eq=False, repr=False)
class Input(ByValue):
    """One record to be checked, and what was said beside it."""

    kind: Kind
    record: Mapping[str, Any]
    trail: Trail = ()
    as_of: date | None = None
    complete: bool = False
    source: str | None = None
    places: PlaceAt = nowhere
    mistakes: tuple[Problem, ...] = ()  # what is wrong beside the record: told with what is wrong in it
    nulls: Nulls = "absent"  # what a null of the record says
    defined: Mapping[str, Any] = {}  # facts that a rule defines, set directly (by a case table only)
    picked: Mapping[
        Trail, int
    ] = {}  # of a view of a record that gives something several times: where which stands
