"""Where something stands in a record: `obstructions[2].protocol.drawn_up_at`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, TypeVar

from attrs import frozen

from ..by_value import ByValue
from ..errors import KEY, Place

T = TypeVar("T")
Trail = tuple[str | int, ...]
"""The keys, and the numbers of items from 0, that lead to a value; with KEY at the end, to the key itself."""

PlaceAt = Callable[[Trail], Place | None]
"""Where the value at a trail was read."""

ANY = -1
"""Stands for the number of an item that nobody has named: `obstructions[]`. Getting and putting take the first."""

_STEP = re.compile(r"([^.\[\]]+)(?:\[([0-9]*)\])?")


def nowhere(_: Trail) -> None:
    """The places of a record that was not read from a file."""
    return


def around(places: Mapping[Trail, T], trail: Trail, otherwise: T) -> T:
    """Where a value stands, or the nearest thing around it of which that is known."""
    while trail and trail not in places:
        trail = trail[:-1]
    return places.get(trail, otherwise)


@frozen(eq=False, repr=False)
class FactPath(ByValue):
    """The way to a value in a record. Its words count items from 1, its trail counts them from 0."""

    trail: Trail

    @classmethod
    def parse(cls, words: str) -> FactPath:
        """The path that is written so. No key has a dot of its own: cells of tables have no such path."""
        trail: list[str | int] = []
        for step in _STEP.finditer(words):
            trail.append(step[1])
            if step[2] is not None:
                trail.append(int(step[2]) - 1 if step[2] else ANY)
        return cls(tuple(trail))

    def __str__(self) -> str:
        words = ""
        for step in self.trail:
            if isinstance(step, int):
                words += "[]" if step == ANY else f"[{step + 1}]"
            elif step != KEY:
                words += f".{step}" if words else step
        return words

    def get(self, record: Any, default: Any = None) -> Any:
        """What a record says here; the default where it, or something around it, is not there."""
        here = record
        for step in self.trail:
            if isinstance(step, int) and isinstance(here, list) and max(step, 0) < len(here):
                here = here[max(step, 0)]
            elif isinstance(step, str) and isinstance(here, Mapping) and step in here:
                here = here[step]
            else:
                return default
        return here

    def put(self, record: dict[str, Any], value: Any) -> None:
        """Write a value here, and the objects and lists on the way to it that are not there."""
        here: Any = record
        steps = [max(step, 0) if isinstance(step, int) else step for step in self.trail]
        for step, after in pairwise(steps):
            empty: Any = [] if isinstance(after, int) else {}
            _make_room(here, step)
            if not isinstance(here[step], type(empty)):
                here[step] = empty
            here = here[step]
        _make_room(here, steps[-1])
        here[steps[-1]] = value


def _make_room(here: Any, step: str | int) -> None:
    """See to it that there is something at a step; an item that is not there yet is an empty object."""
    if isinstance(step, int):
        here.extend({} for _ in range(step + 1 - len(here)))
    else:
        here.setdefault(step, None)
