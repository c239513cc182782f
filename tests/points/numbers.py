"""Numbers as expressions: their words, and what each is at a point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from .facts import NEVER, NUMBERS, Point


@frozen
class SaidNumber:
    """A number as an expression: its words, and what it is at a point."""

    words: Any
    at: Callable[[Point], int]
    reads: tuple[str, ...] = ()
    exact: bool = True


@st.composite
def plain_numbers(draw: st.DrawFn) -> SaidNumber:
    """A number that is said, or stands in a field."""
    name = draw(st.sampled_from([*NUMBERS, ""]))
    if name:
        return SaidNumber(name, lambda p: p[name], (name,))
    count = draw(st.integers(0, 3))
    return SaidNumber(count, lambda p: count)


def some_claims(upheld: bool, made: bool) -> tuple[dict[str, Any], Callable[[Any], bool]]:
    """Which claims: the condition in words, and whether one is such."""
    where: dict[str, Any] = {"claims.upheld": "да" if upheld else "нет"}
    if made:
        where["есть"] = "claims.made_at"
    return where, lambda item: item["upheld"] is upheld and (not made or item["made_at"] < NEVER)


@st.composite
def claims_counted(draw: st.DrawFn) -> SaidNumber:
    """``число``: how many claims there are, or are such."""
    shape = draw(st.sampled_from(["all", "upheld", "made"]))
    if shape == "all":
        return SaidNumber({"число": "claims"}, lambda p: len(p["claims"]), ("claims",), exact=False)
    upheld, made = draw(st.booleans()), shape == "made"
    where, holds = some_claims(upheld, made)

    def counted(point: Point) -> int:
        return sum(map(holds, [*point["claims"], *(point.get("added", ()) if made else ())]))

    words = {"число": {"в": "claims", "где": where}}
    return SaidNumber(words, counted, ("claims",), exact=False)


@st.composite
def numbers_said(draw: st.DrawFn, lists: bool = False) -> SaidNumber:
    """Any number that can be said; by a condition, too."""
    plain = st.one_of(plain_numbers(), claims_counted()) if lists else plain_numbers()
    one = draw(plain)
    if draw(st.integers(0, 3)):
        return one
    other = draw(plain)
    words = [{"если": {"paid": "да"}, "это": one.words}, {"это": other.words}]
    reads = ("paid", *one.reads, *other.reads)
    return SaidNumber(words, lambda p: (one if p["paid"] else other).at(p), reads, exact=False)
