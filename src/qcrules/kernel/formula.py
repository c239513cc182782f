"""All that an engine knows: comparisons of operands, joined by and, or, not.

An operand is one slot of the fact table seen through one growing function, so an interval maps end by end.
A comparison says "left ≤ right"; its constant is already inside an operand, where infinities absorb it.
"""

from __future__ import annotations

from enum import IntEnum

from attrs import frozen

from ..by_value import ByValue


class Scale(IntEnum):
    """The growing function through which an operand sees its slot."""

    RAW = 0
    """The number itself: minutes of a moment, a code, a count, 0 or 1."""
    DAY = 1
    """The calendar day of a moment."""
    WORKED = 2
    """W: working days up to and including that day."""
    BEFORE = 3
    """V: working days strictly before that day."""
    MEMBER = 4
    """1 for a code that is in ``members``, else 0 (all, none, or open)."""


@frozen(repr=False)
class Operand(ByValue):
    """A slot seen through a scale: ``scale(day + months + days) + shift``. ``slot`` None: the constant ``shift``.

    ``calendar``: whose working days a scale counts; none is the pack's own.
    """

    slot: int | None
    scale: Scale = Scale.RAW
    months: int = 0
    days: int = 0
    shift: int = 0
    members: frozenset[int] = frozenset()
    calendar: str = ""


@frozen(cache_hash=True, repr=False)
class Compare(ByValue):
    """left ≤ right, both operands by their numbers in the lowered rulebook."""

    left: int
    right: int


@frozen(cache_hash=True, repr=False)
class All(ByValue):
    """And. ``All(())`` is true."""

    parts: tuple[Formula, ...]


@frozen(cache_hash=True, repr=False)
class Any(ByValue):
    """Or. ``Any(())`` is false."""

    parts: tuple[Formula, ...]


@frozen(cache_hash=True, repr=False)
class Not(ByValue):
    """Not."""

    part: Formula


Formula = Compare | All | Any | Not

ALWAYS = All(())


def both(*parts: Formula) -> Formula:
    """And, without needless nesting."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, All) else [part])
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def comparisons(formula: Formula) -> list[Compare]:
    """Every comparison of a formula, in its order."""
    if isinstance(formula, Compare):
        return [formula]
    if isinstance(formula, Not):
        return comparisons(formula.part)
    return [found for part in formula.parts for found in comparisons(part)]
