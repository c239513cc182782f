"""Facts that are worked out from others: each kind says here, once, what it is worked out from.

How it is worked out stands in each engine, in a method a kind; whatever else wants to know what lies behind a fact
(which slots are needed, which may still change, which facts are missing) follows ``steps``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from .formula import Formula


@frozen
class Step:
    """One thing that a derived fact is worked out from: a slot or a condition (None: only what is ``given``).

    ``given``: a condition on the record as recorded; where it is false, the step does not count.
    ``closes``: where what is given surely holds, no later step counts.
    ``items``: the step is asked of every item of this list; else of the record, or (``own``) of whatever the
    derived fact itself is asked of.
    ``less``: the greater it is, the smaller the derived fact.
    ``added``: the step is asked of an item that the future may add to the list, and counts at this end of the future.
    """

    what: int | Formula | None
    given: Formula | None = None
    closes: bool = False
    items: str | None = None
    own: bool = False
    less: bool = False
    added: Literal["low", "high"] | None = None


class Derived:
    """A fact that is worked out from others. Its slot is the key under which the lowered rulebook holds it."""

    __slots__ = ()
    grows: bool = False
    """Can it change in the possible future even where nothing that it is worked out from does?"""
    item_list: str | None = None
    """The list in each of whose items it is worked out anew."""
    counts: bool = False
    """Is it a number (and no moment, though it is as wide as one)?"""

    fixed: bool = False
    """Is it worked out from the record as it stands, whatever may still happen?"""

    def steps(self) -> Iterator[Step]:
        """What it is worked out from, in the order in which it is looked at."""
        raise NotImplementedError


@frozen(eq=False, repr=False)
class Choose(Derived):
    """A defined fact: the slot of the first branch whose condition holds (None: it is not)."""

    cases: tuple[tuple[Formula | None, int | None], ...]

    def steps(self) -> Iterator[Step]:
        for condition, source in self.cases:
            yield Step(source, given=condition, closes=True)


@frozen(repr=False)
class EarliestOf(Derived):
    """The earliest of the items' moments where a condition holds; ``listed`` says whether the list has items."""

    list_path: str
    listed: int
    where: Formula
    item_slot: int
    grows = True

    def steps(self) -> Iterator[Step]:
        yield Step(self.listed)
        yield Step(self.item_slot, given=self.where, items=self.list_path)
        yield Step(self.where, items=self.list_path, added="low")


@frozen(repr=False)
class SomeItem(Derived):
    """Does a condition hold for some item of a list? ``listed`` says whether the list has items.

    ``grows``: the condition speaks of an item's event, so that in the possible future an item may be added.
    """

    list_path: str
    listed: int
    where: Formula
    grows: bool

    def steps(self) -> Iterator[Step]:
        yield Step(self.listed)
        yield Step(self.where, items=self.list_path)
        if self.grows:
            yield Step(self.where, items=self.list_path, added="high")


@frozen(repr=False)
class Total(Derived):
    """A sum of numbers less others; in every item of ``item_list`` its own."""

    item_list: str | None
    plus: tuple[int, ...]
    minus: tuple[int, ...]
    counts = True

    def steps(self) -> Iterator[Step]:
        for slot in self.plus:
            yield Step(slot, own=True)
        for slot in self.minus:
            yield Step(slot, own=True, less=True)


@frozen(repr=False)
class DayOf(Derived):
    """A day built from a year or from a month of the record (``source``; None: from numbers alone)."""

    source: int | None
    day: int
    month: int | None
    months: int
    year: int | None
    years: int

    def steps(self) -> Iterator[Step]:
        if self.source is not None:
            yield Step(self.source)


@frozen(repr=False)
class Resumed(Derived):
    """The moment a term of ``count`` days runs from (``base``), moved on past the days from ``since`` to ``until``,
    which do not count; where these have not both happened, or begin after the term has ended, the moment itself."""

    base: int
    since: int
    until: int
    count: int
    working: bool

    def steps(self) -> Iterator[Step]:
        yield Step(self.base)
        yield Step(self.since, less=True)
        yield Step(self.until)


@frozen(repr=False)
class EditionDate(Derived):
    """The date that chooses the edition: the first of ``dates`` whose beginning is known, else any day on which the
    regulation is in force (from ``since`` to ``until``); of a date that may not have come yet, either."""

    dates: tuple[int, ...]
    since: int
    until: int
    fixed = True

    def steps(self) -> Iterator[Step]:
        for slot in (*self.dates, self.since, self.until):
            yield Step(slot)


@frozen(repr=False)
class Within(Derived):
    """Does a moment lie between two others?"""

    what: int
    since: int
    until: int

    def steps(self) -> Iterator[Step]:
        for slot in (self.what, self.since, self.until):
            yield Step(slot)
