"""Ends and truths: an array with one entry a record (or a vector: one that is not there yet), or one number for all.

What no table says is one number and costs nothing. Choosing is done by arithmetic, which wraps around and comes
back: on random data a branch costs ten times as much. NumPy is quick where both sides are arrays, so a number that
meets an array in a minimum is written out first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from ...kernel.interval import INF, MINUTES_A_DAY
from ...time.months import FIRST, LAST
from .tape import Array, Vector, limits_of

if TYPE_CHECKING:
    from typing_extensions import TypeIs

End = Array | int
"""An array, or what stands in for one while a calculation is recorded: a ``Vector``."""

Span = tuple[End, End]

TOP = LAST - FIRST + 2
"""The place of +∞ among the days; −∞ is 0, the calendar's first day 1."""

PLACE = np.dtype(np.uint16)
"""Places fit 16 bits, and half the bytes are twice the speed."""

FAR = (1 << 31) - 1
"""+∞ among minutes and days, which fit 32 bits."""


def is_array(value: End) -> TypeIs[Array]:
    """One entry a record, or one number for all?"""
    return not isinstance(value, int)


def place_of(day: int) -> int:
    """The place of a day on the timeline."""
    return min(max(day - FIRST + 1, 0), TOP)


def day_at(place: int) -> date:
    """The day at a place of the timeline."""
    return date.fromordinal(place + FIRST - 1)


def place_in(day: End, row: int) -> int:
    """The place of the day of a row, where each has its own or all have one."""
    return int(day[row]) if isinstance(day, np.ndarray) else int(day)


def far(value: int) -> int:
    """A minute whose infinities are those of 32 bits."""
    return FAR if value >= INF else -FAR if value <= -INF else value


def near(minute: int) -> int:
    """The way back."""
    return INF if minute >= FAR else -INF if minute <= -FAR else minute


def kind_of(value: End) -> np.dtype[Any]:
    """The smallest kind of integer that holds a value."""
    if is_array(value):
        return value.dtype
    return np.dtype(np.int8 if -128 <= value < 128 else np.int32 if -FAR <= value <= FAR else np.int64)


def common_kind(one: End, other: End) -> np.dtype[Any]:
    """A kind that holds both: that of an array, if the number beside it fits."""
    if is_array(one) != is_array(other):
        array, number = (one, other) if is_array(one) else (other, one)
        kind = kind_of(array)
        limits = limits_of(kind)
        if limits is not None and limits[0] <= cast(int, number) <= limits[1]:
            return kind
    return np.result_type(kind_of(one), kind_of(other))


def full(value: Array | int, count: int, kind: npt.DTypeLike = np.int8) -> Array:
    """An entry a record."""
    return np.full(count, value, kind) if isinstance(value, int) else value


def least(first: End, second: End) -> End:
    """The lesser of each; of truths, *and*."""
    return _each(np.minimum, min, first, second)


def greatest(first: End, second: End) -> End:
    """The greater of each; of truths, *or*."""
    return _each(np.maximum, max, first, second)


def _each(arrays: np.ufunc, numbers: Callable[[Any, Any], int], first: End, second: End) -> End:
    if is_array(first):
        return cast(Array, arrays(first, second if is_array(second) else _like(first, second)))
    return cast(Array, arrays(_like(second, first), second)) if is_array(second) else numbers(first, second)


def _like(array: Array, value: int) -> Array:
    kind = common_kind(array, value)
    return array.like(value, kind) if isinstance(array, Vector) else np.full(len(array), value, kind)


def pick(where: Any, one: End, other: End) -> End:
    """``one`` where it holds, else ``other``."""
    if isinstance(where, bool | np.bool_ | int):
        return one if where else other
    if not is_array(one) and not is_array(other) and one == other:
        return one
    if not is_array(one) and not is_array(other) and (one, other) == (1, 0):
        return bits(where)
    kind = common_kind(one, other)
    holds = where.view(np.int8)
    if holds.dtype != kind:
        holds = holds.astype(kind)
    if not is_array(other) and other == 0:
        return cast(Array, np.multiply(holds, one, dtype=kind))
    if not is_array(one) and one == TOP and kind == PLACE:  # no place is later
        return cast(Array, np.maximum(other, np.multiply(holds, one, dtype=kind)))
    if not is_array(one) and one == 0:
        return cast(Array, np.subtract(other, np.multiply(holds, other, dtype=kind), dtype=kind))
    if is_array(one) or is_array(other):
        step: Any = np.subtract(one, other, dtype=kind)
    else:
        step = int(np.subtract(np.array([one], kind), np.array([other], kind))[0])
    if isinstance(step, np.ndarray) and len(step) == len(holds):
        return cast(Array, np.add(np.multiply(step, holds, out=step), other, out=step))
    return cast(Array, np.add(np.multiply(holds, step, dtype=kind), other, dtype=kind))


def bits(found: Any) -> End:
    """True and false as 1 and 0."""
    return int(found) if isinstance(found, bool | np.bool_) else cast(Array, found.view(np.int8))


def union(one: End, other: End) -> End:
    """Or, of 1 and 0."""
    if not is_array(one):
        return other if one == 0 else one | other
    return one if not is_array(other) and other == 0 else one | other


def none_of(found: End) -> bool:
    """Is a truth false for every record? Of records that are not here yet, nobody knows."""
    return not isinstance(found, Vector) and not (found.any() if is_array(found) else found)


def at_most(left: Span, right: Span) -> End:
    """The truth of left ≤ right: 2 where it holds whatever is true, 0 where it does not, else 1."""
    sure = bits(left[1] <= right[0])
    perhaps = sure if left[0] is left[1] and right[0] is right[1] else bits(left[0] <= right[1])
    return sure + perhaps


def place(minute: End) -> End:
    """The place of the day of a minute."""
    if not is_array(minute):
        return place_of(minute // MINUTES_A_DAY)
    days = np.floor_divide(minute, MINUTES_A_DAY) - (FIRST - 1)
    return cast(Array, np.minimum(np.maximum(days, 0), TOP)).astype(PLACE)


def taken(table: Array, at: End) -> End:
    """The entries of a table at some places; of a small one, no place lies beyond it."""
    if isinstance(at, Vector):
        found = _compared(table, at)
        return at.take_from(table) if found is None else found
    return int(table[at]) if isinstance(at, int) else table.take(at, mode="clip")


MOST_COMPARED = 6
"""So many comparisons and sums are quicker than to look up."""


def _compared(table: Array, at: Vector) -> End | None:
    """The entries of a small table by comparing places with those that have others; None where there are too many."""
    if table.ndim != 1 or table.dtype != np.int8:
        return None
    values = table.tolist()
    usual = max(set(values), key=values.count)
    other: list[tuple[np.ufunc, int, int]] = [
        (np.equal, place, value - usual) for place, value in enumerate(values) if value != usual
    ]
    jumps: list[tuple[np.ufunc, int, int]] = [
        (np.greater_equal, place, after - before)
        for place, (before, after) in enumerate(pairwise(values), 1)
        if after != before
    ]
    start, terms = min(
        ((usual, other), (values[0], jumps)), key=lambda way: sum(abs(by) for *_, by in way[1])
    )
    if sum(abs(by) for *_, by in terms) > MOST_COMPARED:
        return None
    found: End = start
    for compare, place, by in terms:
        holds = bits(compare(at, place))
        for _ in range(abs(by)):
            found = found + holds if by > 0 else found - holds
    return found
