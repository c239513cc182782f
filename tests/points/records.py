"""Records: what is written, and every point that it may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from typing import Any

from attrs import field, frozen
from hypothesis import strategies as st

from qcrules.time.calendar import Calendar

from .facts import (
    BEHIND,
    BOOLS,
    CALENDAR,
    DAY,
    DEFINITIONS,
    ELSE,
    EVENTS,
    LONG_AGO,
    MARKS,
    MOMENTS,
    MONDAY,
    MUCH_LATER,
    NEVER,
    NUMBERS,
    ON_CALENDAR,
    OPTIONS,
    Point,
)


@frozen
class Record:
    """What is recorded, and the values that each fact may have."""

    written: dict[str, Any]
    complete: bool
    as_of: int
    values: dict[str, list[Any]] = field(factory=dict)
    unsaid: dict[str, str] = field(factory=dict)
    counting: tuple[bool, str] = (False, "нет")
    """How the pack counts terms: does the first day count, where do they roll?"""
    calendars: dict[str, Calendar] = field(factory=lambda: {ELSE: CALENDAR})
    """On whose working days it counts them, by the option of the fact `kind`."""

    @property
    def tomorrow(self) -> int:
        return (self.as_of + 1) * DAY

    def behind(self, name: str) -> tuple[str, ...]:
        """The recorded facts from which one that a condition reads is made."""
        if name == ON_CALENDAR:
            return ("kind",) if len(self.calendars) > 1 else ()
        return BEHIND.get(name, (name,))

    def happened(self, minutes: Iterable[int]) -> list[int]:
        """When an event happened that may lie on some minutes: not after the day of the check, or not yet."""
        return list(dict.fromkeys(minute if minute < self.tomorrow else NEVER for minute in minutes))

    def points(self, names: set[str]) -> Iterator[Point]:
        """Every point of some facts."""
        behind = {n for name in names for n in self.behind(name)}
        given = {"tomorrow": self.tomorrow, "counting": self.counting, "calendars": self.calendars}
        order = sorted(behind)
        for values in product(*(self.values[name] for name in order)):
            point = dict(zip(order, values, strict=True))
            yield _with_defined({**point, **given}, names)

    def futures(self, now: Point, names: set[str]) -> Iterator[Point]:
        """Every way in which a point may still go on: what has not happened may happen from the day of the check on."""
        later = [self.as_of * DAY, self.tomorrow, (self.as_of + 9) * DAY, MUCH_LATER, NEVER]
        ways: dict[str, list[Any]] = {}
        for name, value in now.items():
            if name in EVENTS and value == NEVER:
                ways[name] = later
            elif name == "claims":
                claims = [
                    [
                        {**item, "made_at": at}
                        for at in (later if item["made_at"] == NEVER else [item["made_at"]])
                    ]
                    for item in value
                ]
                ways[name] = [list(items) for items in product(*claims)]
                one_more = [{"made_at": at, "upheld": u} for at in later for u in (False, True)]
                ways["added"] = [(), *([one] for one in one_more), *([one] * 4 for one in one_more[:2])]
            elif name not in DEFINITIONS and name != "tomorrow":
                ways[name] = [value]
        for values in product(*ways.values()):
            yield _with_defined(dict(zip(ways, values, strict=True)), names, now)


def _with_defined(point: Point, names: set[str], now: Point | None = None) -> Point:
    """What the law defines; the branch is chosen by the record as it stands (``now``)."""
    if "start" in names:
        point["start"] = point["returned_at" if (now or point)["paid"] else "lent_at"]
    if "first_claim" in names:
        items = [*point["claims"], *point.get("added", ())]
        point["first_claim"] = min((item["made_at"] for item in items if item["upheld"]), default=NEVER)
    return point


@st.composite
def records(draw: st.DrawFn, unsaid: dict[str, str], beside: Record | None = None) -> Record:
    """A record of a few facts, some exact, some vague, some unknown, some that have not happened.

    ``unsaid``: what silence means by the vocabulary, fact by fact. ``beside``: one that stands in the same case file.
    """
    as_of = beside.as_of if beside else MONDAY + draw(st.integers(1, 9))
    made = Record({}, beside.complete if beside else draw(st.booleans()), as_of, unsaid=unsaid)
    for name in MOMENTS:
        _moment(draw, made, name)
    for name in BOOLS:
        _one(draw, made, name, {"да": True, "нет": False}, [False, True], False, False)
    numbers = {count: count for count in range(4)}
    for name in NUMBERS:
        _one(draw, made, name, numbers, [*range(6), 10**6], 0, None)
    _one(draw, made, "kind", dict(zip(OPTIONS, OPTIONS, strict=True)), ["нет", *OPTIONS], "нет", None)
    subsets = [frozenset(s) for s in ((), ("stamp",), ("note",), ("fine",), ("stamp", "note"), MARKS)]
    known = {tuple(sorted(one)): one for one in subsets}
    every_set = [
        frozenset(n for n, on in zip(MARKS, ons, strict=True) if on) for ons in product((0, 1), repeat=3)
    ]
    _one(draw, made, "marks", known, every_set, frozenset(), frozenset())
    _claims(draw, made)
    return made


def _one(
    draw: st.DrawFn,
    made: Record,
    name: str,
    known: dict[Any, Any],
    unknown: list[Any],
    none: Any,
    silent: Any,
) -> None:
    """One fact. ``silent``: what silence means in a complete record; None: nothing."""
    state = draw(st.sampled_from(["known", "known", "silent", "?", "null"]))
    if state == "known":
        word = draw(st.sampled_from(list(known)))
        made.written[name] = list(word) if isinstance(word, tuple) else word
        made.values[name] = [known[word]]
    elif state == "null":
        made.written[name] = None
        made.values[name] = [none]
    elif state == "?":
        made.written[name] = "?"
        made.values[name] = unknown
    else:
        made.values[name] = _silence(made, name, unknown, none, silent)


def _silence(made: Record, name: str, unknown: list[Any], none: Any, silent: Any) -> list[Any]:
    """The values of a fact of which a record says nothing."""
    said = made.unsaid.get(name)
    if said == "нет":
        return [none]
    means = {"да": True, "неизвестно": None, None: silent}[said]
    return [means] if made.complete and means is not None else unknown


def _moment(draw: st.DrawFn, made: Record, name: str) -> None:
    """A moment: its two outermost minutes of every day that it may be on, or never."""
    state = draw(st.sampled_from(["day", "day", "minute", "span", "span", "silent", "?", "null"]))
    first = MONDAY + draw(st.integers(0, 7))
    week = [MONDAY + n for n in range(8)]
    unknown = [LONG_AGO, *(day * DAY for day in week), made.tomorrow - 1, MUCH_LATER, NEVER]
    if name in EVENTS:
        unknown = made.happened(unknown)
    if state in ("silent", "?"):
        if state == "?":
            made.written[name] = "?"
        made.values[name] = _silence(made, name, unknown, NEVER, NEVER) if state == "silent" else unknown
        return
    if state == "null":
        made.written[name] = None
        made.values[name] = [NEVER]
        return
    if state == "minute":
        hour = draw(st.integers(0, 23))
        made.written[name] = f"{date.fromordinal(first)} {hour:02}:30"
        minutes = [first * DAY + hour * 60 + 30]
    else:
        last = first + (draw(st.integers(1, 3)) if state == "span" else 0)
        made.written[name] = f"{date.fromordinal(first)}" + (
            f"/{date.fromordinal(last)}" if last > first else ""
        )
        minutes = [day * DAY + m for day in range(first, last + 1) for m in (0, DAY - 1)]
    made.values[name] = made.happened(minutes) if name in EVENTS else minutes


def _claims(draw: st.DrawFn, made: Record) -> None:
    state = draw(st.sampled_from(["known", "known", "silent", "?", "null"]))
    unknown = [[], *([{"made_at": at, "upheld": u}] for at in (LONG_AGO, NEVER) for u in (False, True))]
    if state == "known":
        items = []
        for _ in range(draw(st.integers(0, 2))):
            item = Record({}, made.complete, made.as_of)
            _moment(draw, item, "reminded_at")
            _one(draw, item, "upheld", {"да": True, "нет": False}, [False, True], False, False)
            item.written["made_at"] = item.written.pop("reminded_at", "silent")
            if item.written["made_at"] == "silent":
                del item.written["made_at"]
            ways = product(item.values["reminded_at"], item.values["upheld"])
            items.append((item.written, [{"made_at": at, "upheld": u} for at, u in ways]))
        made.written["claims"] = [written for written, _ in items]
        made.values["claims"] = [list(way) for way in product(*(ways for _, ways in items))]
    elif state == "null":
        made.written["claims"] = None
        made.values["claims"] = [[]]
    else:
        if state == "?":
            made.written["claims"] = "?"
        made.values["claims"] = [[]] if made.complete and state == "silent" else unknown
