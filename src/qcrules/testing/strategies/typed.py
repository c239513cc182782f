"""Records of the built-in pack as typed objects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar, get_args, get_type_hints

from attrs import AttrsInstance, fields, has
from hypothesis import strategies as st

from qcrules.domain import KINDS, UNKNOWN, Act, Inspection, InspectionPlan, MonitoringReport, Protocol

from .boundaries import exact
from .days import Draw
from .drawing import Source
from .whole import records, spoil

T = TypeVar("T", bound=AttrsInstance)


def inspections(*, near_deadlines: bool = False, broken: bool = False) -> st.SearchStrategy[Inspection]:
    """Inspections of the built-in pack."""
    return _typed(Inspection, near_deadlines, broken)


def acts(*, near_deadlines: bool = False, broken: bool = False) -> st.SearchStrategy[Act]:
    """Acts of inspection, alone."""
    return _typed(Act, near_deadlines, broken)


def protocols(*, near_deadlines: bool = False, broken: bool = False) -> st.SearchStrategy[Protocol]:
    """Protocols of obstruction, alone."""
    return _typed(Protocol, near_deadlines, broken)


def monitoring_reports(
    *, near_deadlines: bool = False, broken: bool = False
) -> st.SearchStrategy[MonitoringReport]:
    """Monthly monitoring reports."""
    return _typed(MonitoringReport, near_deadlines, broken)


def plans(*, near_deadlines: bool = False, broken: bool = False) -> st.SearchStrategy[InspectionPlan]:
    """Half-yearly plans of inspections."""
    return _typed(InspectionPlan, near_deadlines, broken)


def _typed(cls: type[T], near_deadlines: bool, broken: bool) -> st.SearchStrategy[T]:
    @st.composite
    def typed(draw: Draw) -> T:
        kind = KINDS[cls]
        record = draw(records(kind=kind, near_deadlines=near_deadlines))[kind]
        if broken:
            spoil(draw, Source.of(None, kind), record, [field.name for field in fields(cls)])
        return build(cls, record)

    return typed()


def build(cls: type[T], record: Mapping[str, Any]) -> T:
    """The typed object of the built-in vocabulary that says what a mapping with English keys says."""
    hints = _hints(cls)
    known = {field.name for field in fields(cls)}
    return cls(**{key: _built(hints[key], value) for key, value in record.items() if key in known})


@lru_cache(maxsize=64)
def _hints(cls: type) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(_leaves(hint)) for name, hint in get_type_hints(cls).items()}


def _leaves(hint: Any) -> list[Any]:
    """The types and literals that an annotation is made of."""
    inner = get_args(hint)
    return [leaf for one in inner for leaf in _leaves(one)] if inner else [hint]


def _built(hints: tuple[Any, ...], value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_built(hints, item) for item in value)
    if isinstance(value, dict):
        part = next((hint for hint in hints if isinstance(hint, type) and has(hint)), None)
        return build(part, value) if part is not None else value
    if not isinstance(value, str):
        return value
    if value == "?":
        return UNKNOWN
    if date in hints:
        return _day_or_minute(value)
    return int(value) if value.isdigit() and int(value) in hints else value


def _day_or_minute(value: str) -> date | datetime | str:
    """A moment as Python keeps it; one that is vague stays text."""
    try:
        return date.fromisoformat(value) if len(value) == 10 else exact(value) or value
    except ValueError:
        return value
