"""What a field of a record holds: a value, ``None`` for nothing, ``UNKNOWN``; or it is ``LEFT_OUT``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Final, Literal, NoReturn, TypeVar, Union


class Unknown(Enum):
    """The type of ``UNKNOWN`` and ``LEFT_OUT``, its only values."""

    UNKNOWN = "?"
    LEFT_OUT = ""

    def __repr__(self) -> str:
        return self.name

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{self.name} is neither true nor false; compare with `is {self.name}`")


UNKNOWN: Final[Literal[Unknown.UNKNOWN]] = Unknown.UNKNOWN
"""Nobody knows the fact: it may be there or not, in a complete record too."""

LEFT_OUT: Final[Literal[Unknown.LEFT_OUT]] = Unknown.LEFT_OUT
"""Nothing is said of the fact: so it is not known, but in a complete record it did not happen or is not there."""

_T = TypeVar("_T")

Fact = Union[_T, None, Unknown]  # noqa: UP007 - a generic alias
"""A value; or ``None``: it has not happened yet, or is not there; or ``UNKNOWN``, or ``LEFT_OUT``."""

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
