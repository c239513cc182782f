"""What a field of a record holds: a value, ``None`` for nothing, or ``UNKNOWN``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Final, Literal, NoReturn, TypeVar, Union


class Unknown(Enum):
    """The type of ``UNKNOWN``, its only value."""

    UNKNOWN = "?"

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> NoReturn:
        raise TypeError("UNKNOWN is neither true nor false; compare with `is UNKNOWN`")


UNKNOWN: Final[Literal[Unknown.UNKNOWN]] = Unknown.UNKNOWN
"""Nothing is known of the fact: it may be there or not."""

_T = TypeVar("_T")

Fact = Union[_T, None, Unknown]  # noqa: UP007 - a generic alias
"""A value; or ``None``: it has not happened yet, or is not there; or ``UNKNOWN``."""

Moment = date | datetime | str
"""When something happened: a day or a minute, also as text (``2014-01-10 09:30``), or a month."""

Day = date | str
"""A day that a document names."""

Numbers = Mapping[str, int | None]
"""Month (``2014-03``) or ``total`` → number; None: a blank cell."""

Figures = Mapping[str, Numbers]
"""Row of the form (``1.1``) → its numbers."""

Services = Mapping[str, Mapping[str, Numbers]]
"""Row 3.1 or 3.2 → service → its numbers."""
