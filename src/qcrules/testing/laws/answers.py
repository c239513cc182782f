"""Answers to what a finding asks: values that a missing fact may have, and the record in which it has one."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from qcrules.facts.field import Field
from qcrules.facts.moments import read_moment
from qcrules.facts.path import FactPath
from qcrules.facts.types import Type
from qcrules.finding import Finding
from qcrules.kernel.interval import MINUTES_A_DAY

from ..strategies import Record

EARLY, LATE = date(1993, 1, 4), date(2099, 1, 5)
MANY = 5


def answered(record: Record, root: Field, path: str, value: Any) -> Record:
    """The record with a value at a path, and the objects on the way to it, of which nothing else is known."""
    whole = copy.deepcopy(record)
    trail = FactPath.parse(path).trail
    for end in range(1, len(trail)):
        around, of_list = FactPath(trail[:end]), isinstance(trail[end], int)
        there = around.get(whole)
        if not (isinstance(there, list) and there if of_list else isinstance(there, dict)):
            nothing = root.at(str(around)).nothing_known()
            around.put(whole, [nothing] if of_list else nothing)
    FactPath(trail).put(whole, value)
    return whole


def answers(fact: Field, now: Any, finding: Finding, as_of: date, days: list[date]) -> Iterator[Any]:
    """Exact values that a fact may have: both ends, the due day and its neighbours, every option, none or not yet.

    ``now``: what is recorded; ``days``: others worth trying.
    """
    if fact.type.is_day:
        yield from _moments(fact, now, finding, as_of, days)
    else:
        yield from fact.type.samples(fact, (EARLY, LATE, as_of, *days))
    if fact.type is Type.LIST:
        yield from _many_alike(fact)


def _many_alike(fact: Field) -> Iterator[Any]:
    """Lists that are long, for those who count: items of which everything is so, or nothing is, and has happened."""
    for said in ("да", "нет"):
        item = {key: said for key, one in fact.children.items() if one.type is Type.BOOL}
        item |= {key: str(EARLY) for key, one in fact.children.items() if one.type is Type.EVENT}
        yield [copy.copy(item) for _ in range(MANY)]


def _moments(fact: Field, now: Any, finding: Finding, as_of: date, days: list[date]) -> Iterator[Any]:
    """Moments to the minute; of an event none after the day of the check, where «not yet» is said instead."""
    span = read_moment(now) if now not in ("?", None) else None
    event = fact.type.happens
    last = (as_of.toordinal() + 1) * MINUTES_A_DAY - 1
    near = [*days, as_of]
    if finding.due is not None:
        near = [finding.due.at, *near]
    some = [day + timedelta(step) for day in near for step in (0, -1, 1)]
    if span is None:
        some += [EARLY, LATE]
    minutes = list(span or ())
    minutes += [day.toordinal() * MINUTES_A_DAY + minute for day in some for minute in (0, MINUTES_A_DAY - 1)]
    for minute in dict.fromkeys(minutes):
        if (span is None or span[0] <= minute <= span[1]) and not (event and minute > last):
            day, rest = divmod(minute, MINUTES_A_DAY)
            yield f"{date.fromordinal(day)} {rest // 60:02}:{rest % 60:02}"
    if span is None or (event and span[1] > last):
        yield None
