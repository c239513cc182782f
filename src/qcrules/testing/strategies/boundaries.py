"""The boundaries of a pack's own rules: what is held against which term, from where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from attrs import evolve, frozen

from qcrules.errors import CalendarRangeError
from qcrules.facts.field import Field
from qcrules.facts.path import FactPath
from qcrules.facts.types import Type
from qcrules.judge.rulebook import Rulebook
from qcrules.law.dependencies import conditions_of
from qcrules.law.verbs import (
    AllOf,
    AnyOf,
    BuiltDay,
    Computed,
    Condition,
    Contains,
    Equals,
    Has,
    NotOf,
    OfItems,
    OneOf,
    Passed,
    TermFrom,
    Timed,
    walk,
)
from qcrules.time.calendar import Calendar
from qcrules.time.counting import Counting
from qcrules.time.months import YEARS, day_of_month, read_month
from qcrules.time.term import Term, Unit

from .days import PLAIN

Record = dict[str, Any]


def exact(value: Any) -> datetime | None:
    """The moment that a day or a minute in a record says; None for one that is vague, unknown or not there."""
    return datetime.fromisoformat(value) if isinstance(value, str) and len(value) in (10, 16) else None


@frozen(eq=False, repr=False)
class Deadline:
    """A comparison of a rule that has a boundary: ``what`` is held against a term from ``base``, or that itself; of
    several terms each runs from the end of the one before it.

    ``built``: the term runs from a day that is built from the month or the year at ``base``. ``needs``: plain facts
    without which its rule does not apply.
    """

    what: str
    base: str
    countings: tuple[Counting, ...]
    built: BuiltDay | None = None
    needs: tuple[tuple[str, Any], ...] = ()

    def within(self, inside: str) -> Deadline:
        """The same for a record that is only a part of the whole."""
        needs = tuple(
            (path.removeprefix(inside), value) for path, value in self.needs if path.startswith(inside)
        )
        return evolve(
            self, what=self.what.removeprefix(inside), base=self.base.removeprefix(inside), needs=needs
        )

    @property
    def in_hours(self) -> bool:
        return bool(self.countings) and self.countings[-1].in_hours

    def start(self, record: Record) -> datetime | None:
        """The moment from which the term runs in a record; None where that is not exact."""
        if self.built is None:
            return exact(FactPath.parse(self.base).get(record))
        day = built_day(self.built, FactPath.parse(self.base).get(record))
        return datetime.combine(day, datetime.min.time()) if day else None

    def boundary(self, start: datetime, calendar: Calendar) -> datetime | None:
        """The last minute that counts, or one of the due day; None where the term leaves the calendar."""
        end = start
        for counting in self.countings:
            if counting.in_hours:
                end += timedelta(hours=counting.term.count * (-1 if counting.before else 1))
                continue
            try:
                due = counting.due_day(end.toordinal(), calendar)
            except CalendarRangeError:
                return None
            end = datetime.combine(date.fromordinal(due), start.time())
        return end


Chain = tuple[Field, BuiltDay | None, tuple[Counting, ...]]
"""A recorded fact, the day that is built from it, and the terms that run from there one after another."""

_NEXT_DAY = Counting(Term(1, Unit.CALENDAR_DAY))


def chains(book: Rulebook, kind: str, fact: Field) -> list[Chain]:
    """How a fact hangs on recorded ones: itself, or those that its definition may choose, build on, or count from."""
    if not fact.defined:
        return [(fact, None, ())]
    found: dict[tuple[Any, ...], Chain] = {}
    for cases in book.core.definitions[kind][fact.path].forms.values():
        for case in cases:
            for one in _of_choice(book, kind, case.choice):
                found.setdefault((one[0].path, *one[2]), one)
    return list(found.values())


def _of_choice(book: Rulebook, kind: str, choice: Field | Computed | None) -> list[Chain]:
    if isinstance(choice, Field):
        return chains(book, kind, choice)
    if isinstance(choice, BuiltDay):
        return [(choice.source, choice, ())] if choice.source is not None else []
    if isinstance(choice, TermFrom):
        return [
            (one, built, (*terms, choice.counting)) for one, built, terms in chains(book, kind, choice.base)
        ]
    if isinstance(choice, Passed):
        return [(one, built, (*terms, _NEXT_DAY)) for one, built, terms in chains(book, kind, choice.passed)]
    if isinstance(choice, OfItems):
        return chains(book, kind, choice.what)
    return [one for part in choice.fields() for one in chains(book, kind, part)] if choice is not None else []


def built_day(day: BuiltDay, value: Any) -> date | None:
    """The day that is built from a month («2014-03») or a year of the record."""
    try:
        if isinstance(day.month, int):
            year = value[:4] if isinstance(value, str) else value
            month = (int(year) + day.years) * 12 + day.month - 1
        else:
            month = read_month(value[:7]) + day.months
        return date.fromordinal(day_of_month(month, day.day))
    except (TypeError, ValueError):
        return None


def deadlines(book: Rulebook, kind: str) -> list[Deadline]:
    """Every boundary of the rules for a kind of record, under every reading."""
    found: dict[tuple[Any, ...], Deadline] = {}
    for form in (form for rule in book.core.rules[kind].values() for form in rule.forms.values()):
        needs = tuple(_needs(form.condition))
        for timed in (part for top in conditions_of(form) for part in walk(top) if isinstance(part, Timed)):
            counting = (timed.counting,) if timed.term is not None else ()
            for one, _, _ in chains(book, kind, timed.what):
                for other, built, before in chains(book, kind, timed.base):
                    if one.type.is_day and (built or other.type.is_day):
                        terms = (*before, *counting)
                        deadline = Deadline(one.path, other.path, terms, built, needs)
                        found.setdefault((one.path, other.path, terms, str(needs)), deadline)
    return list(found.values())


def _needs(condition: Condition) -> Iterator[tuple[str, Any]]:
    """Plain facts that a condition asks for."""
    if isinstance(condition, AllOf):
        for part in condition.conditions:
            yield from _needs(part)
    elif isinstance(condition, AnyOf) and condition.conditions:
        yield from _needs(condition.conditions[0])
    elif isinstance(condition, OneOf):
        yield condition.what.path, condition.options[0].key
    elif isinstance(condition, Contains):
        yield condition.what.path, [option.key for option in condition.options]
    elif isinstance(condition, Equals) and condition.what.type is Type.BOOL and not condition.what.defined:
        yield condition.what.path, bool(condition.other)
    elif isinstance(condition, Has):
        for fact in condition.what:
            if fact.type is Type.LIST and not fact.defined:
                yield fact.path, [{}] if fact.children else ["текст"]
    elif isinstance(condition, NotOf) and isinstance(condition.condition, Has):
        for fact in condition.condition.what:
            if not fact.defined:
                yield fact.path, None


def turning_days(book: Rulebook, kind: str) -> list[date]:
    """The days on which an edition, or the regulation itself, begins or ends, and their neighbours."""
    days: set[date] = set()
    for validity in book.core.validity.values():
        days |= {validity.first, validity.last}
    for rule in book.core.rules[kind].values():
        for form in rule.forms.values():
            days |= {day for day in (form.in_force.first, form.in_force.last) if day}
    known = {day for day in days if YEARS[0] < day.year < YEARS[-1]} or {PLAIN}
    return sorted(day + timedelta(n) for day in known for n in (-1, 0, 1))
