"""Facts that are worked out from others: each kind says here, once, what it is worked out from.

How it is worked out stands in each engine, in a method a kind; whatever else wants to know what lies behind a fact
(which slots are needed, which may still change, which facts are missing) follows ``steps``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from ..by_value import ByValue
from .formula import Formula


@frozen(eq=False, repr=False)
class Step(ByValue):
    """One thing that a derived fact is worked out from: a slot or a condition (None: only what is ``given``).

    ``given``: a condition on the record as recorded; where it is false, the step does not count.
    ``closes``: where what is given surely holds, no later step counts.
    ``items``: the step is asked of every item of this list; else of the record, or (``own``) of whatever the
    derived fact itself is asked of.
    ``less``: the greater it is, the smaller the derived fact.
    ``alike``: what is given is asked as the derived fact itself is looked at, and not of the record as recorded.
    ``added``: the step is asked of an item that the future may add to the list, and counts at this end of the future.
    """

    what: int | Formula | None
    given: Formula | None = None
    closes: bool = False
    items: str | None = None
    own: bool = False
    less: bool = False
    alike: bool = False
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

    @property
    def has_items(self) -> bool:
        """Is it worked out anew in each item of a list?"""
        return self.item_list is not None

    def steps(self) -> Iterator[Step]:
        """What it is worked out from, in the order in which it is looked at."""
        raise NotImplementedError


@frozen(eq=False, repr=False)
class Choose(Derived):
    """A defined fact: the slot of the first branch whose condition holds (None: it is not)."""

    cases: tuple[tuple[Formula | None, int | None], ...]
    item_list: str | None = None

    def steps(self) -> Iterator[Step]:
        for condition, source in self.cases:
            yield Step(source, given=condition, closes=True, own=self.has_items)


@frozen(eq=False, repr=False)
class ExtremeOf(ByValue, Derived):
    """The earliest, or the ``latest``, of the items' moments where a condition holds; ``listed`` says whether the list
    has items."""

    list_path: str
    listed: int
    where: Formula
    item_slot: int
    latest: bool = False
    grows = True

    def steps(self) -> Iterator[Step]:
        yield Step(self.listed)
        yield Step(self.item_slot, given=self.where, items=self.list_path)
        yield Step(self.where, items=self.list_path, added="low")


@frozen(eq=False, repr=False)
class SomeItem(ByValue, Derived):
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


@frozen(eq=False, repr=False)
class OverItems(ByValue, Derived):
    """How many items of a list satisfy a condition, or the sum of a number of each (``what``); ``listed`` says whether
    the list has items.

    ``grows``: the condition speaks of an item's event, so that in the possible future items may be added.
    """

    list_path: str
    listed: int
    where: Formula
    what: int | None
    grows: bool
    counts = True

    def steps(self) -> Iterator[Step]:
        yield Step(self.listed)
        yield Step(self.where, items=self.list_path)
        if self.what is not None:
            yield Step(self.what, given=self.where, items=self.list_path, alike=True)
        if self.grows:
            yield Step(self.where, items=self.list_path, added="high")


@frozen(eq=False, repr=False)
class Total(ByValue, Derived):
    """A sum of numbers (and ``constant``) less others; in every item of ``item_list`` its own."""

    item_list: str | None
    plus: tuple[int, ...]
    minus: tuple[int, ...]
    constant: int = 0
    counts = True

    def steps(self) -> Iterator[Step]:
        for slot in self.plus:
            yield Step(slot, own=True)
        for slot in self.minus:
            yield Step(slot, own=True, less=True)


@frozen(eq=False, repr=False)
class DayOf(ByValue, Derived):
    """A day built from a year or from a month of the record, or from the year or the month of a moment (``source``;
    None: from numbers alone)."""

    source: int | None
    day: int
    month: int | None
    months: int
    year: int | None
    years: int
    of_moment: bool = True
    item_list: str | None = None

    def steps(self) -> Iterator[Step]:
        if self.source is not None:
            yield Step(self.source, own=self.has_items)


@frozen(eq=False, repr=False)
class TermEnd(ByValue, Derived):
    """The end of a term: the minute, the day, or the working day of the number that an operand of ``base`` names.

    ``rolled``: a minute on a day off goes to the same time on the next working day, or on the last one before. An end
    beyond the calendar never comes; that of a term that runs ``back`` lies before all days.
    """

    base: int
    operand: int
    names: Literal["minute", "day", "working_day"]
    back: bool = False
    rolled: Literal["none", "forward", "back"] = "none"
    item_list: str | None = None

    def steps(self) -> Iterator[Step]:
        yield Step(self.base, own=self.has_items)


@frozen(eq=False, repr=False)
class Extreme(ByValue, Derived):
    """The latest, or the earliest, of several moments."""

    moments: tuple[int, ...]
    latest: bool
    item_list: str | None = None

    def steps(self) -> Iterator[Step]:
        for slot in self.moments:
            yield Step(slot, own=self.has_items)


@frozen(eq=False, repr=False)
class Soonest(ByValue, Derived):
    """An event as soon as it may come: where it has not happened, on the day of the check."""

    event: int
    item_list: str | None = None
    grows = True

    def steps(self) -> Iterator[Step]:
        yield Step(self.event, own=self.has_items)


@frozen(eq=False, repr=False)
class Deemed(ByValue, Derived):
    """The day (``minutes``: the minute) after a moment has passed, if another (``unless``) had not come by then; before
    that day it has not happened yet."""

    passed: int
    unless: int | None
    minutes: bool = False
    item_list: str | None = None
    grows = True

    def steps(self) -> Iterator[Step]:
        yield Step(self.passed, own=self.has_items)
        if self.unless is not None:
            yield Step(self.unless, own=self.has_items, less=True)


@frozen(eq=False, repr=False)
class DaysOut(ByValue):
    """Days that do not count: from one moment to another, the day of either one counted or not."""

    since: int
    until: int
    first_counts: bool = False
    last_counts: bool = False


@frozen(eq=False, repr=False)
class ListedDaysOut(ByValue):
    """Days that do not count, in each item of a list where a condition holds; ``listed``: whether it has items."""

    list_path: str
    listed: int
    where: Formula
    out: DaysOut


@frozen(eq=False, repr=False)
class Prolonged(ByValue, Derived):
    """The last day of a term, moved on past the days of it that do not count.

    ``start`` is what the term runs from, ``end`` its last day. ``working``: of the days out only working days move it;
    ``most``: so many at most. Days out count only from when they have begun to when they have ended; those that have
    begun, and may still end, may go on for ever.
    """

    start: int
    end: int
    out: tuple[DaysOut, ...]
    listed: tuple[ListedDaysOut, ...]
    working: bool
    first_counts: bool
    most: int | None = None
    item_list: str | None = None
    calendar: str = ""

    def steps(self) -> Iterator[Step]:
        for slot in (self.start, self.end):
            yield Step(slot, own=self.has_items)
        for one in self.out:
            yield Step(one.since, own=self.has_items, less=True)
            yield Step(one.until, own=self.has_items)
        for each in self.listed:
            yield Step(each.listed)
            yield Step(each.out.since, given=each.where, items=each.list_path, less=True)
            yield Step(each.out.until, given=each.where, items=each.list_path)


@frozen(eq=False, repr=False)
class EditionDate(ByValue, Derived):
    """The date that chooses the edition: the first of ``dates`` whose beginning is known, else any day on which the
    regulation is in force (from ``since`` to ``until``); of a date that may not have come yet, either."""

    dates: tuple[int, ...]
    since: int
    until: int
    fixed = True

    def steps(self) -> Iterator[Step]:
        for slot in (*self.dates, self.since, self.until):
            yield Step(slot)


@frozen(eq=False, repr=False)
class Within(ByValue, Derived):
    """Does a moment lie between two others?"""

    what: int
    since: int
    until: int

    def steps(self) -> Iterator[Step]:
        for slot in (self.what, self.since, self.until):
            yield Step(slot)
