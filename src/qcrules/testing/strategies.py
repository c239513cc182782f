"""Hypothesis strategies: calendars, terms, moments, intervals, and whole records of any pack.

Records are derived from the vocabulary and the rules, so a new pack has its strategies for nothing. They shrink to
records a person can read: to few facts, plain days, first options.

    from hypothesis import given
    from qcrules.testing.strategies import inspections

    @given(inspections(near_deadlines=True))
    def test_something(inspection): ...

``near_deadlines`` crowds values around the boundaries of the pack's own rules, days off and transfers; ``broken``
gives records with exactly one mistake, which a check must refuse.
"""

from __future__ import annotations

import os
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar, get_args, get_type_hints

from attrs import AttrsInstance, evolve, fields, frozen, has
from hypothesis import strategies as st

from qcrules.book import Rulebook, load_rules
from qcrules.calendar import FIRST, LAST, Calendar, Correction, load_calendar
from qcrules.domain import KINDS, UNKNOWN, Act, Inspection, InspectionPlan, MonitoringReport, Protocol
from qcrules.errors import CalendarRangeError
from qcrules.interval import INF, Interval
from qcrules.rulebook.lowering import conditions_of
from qcrules.rulebook.model import Earliest, RuleForm
from qcrules.rulebook.verbs import (
    AllOf,
    AnyOf,
    BuiltDay,
    Condition,
    Contains,
    Equals,
    Has,
    NoLonger,
    NotEarlier,
    NotLater,
    NotOf,
    OneOf,
    walk,
)
from qcrules.term import Roll, Term, Unit, due_day
from qcrules.text import Text
from qcrules.vocabulary import Field, Kind, Type

PLAIN = date(2014, 3, 3)
"""An ordinary Monday: examples shrink towards it."""

Pack = Rulebook | str | os.PathLike[str] | None
Record = dict[str, Any]
Draw = st.DrawFn
T = TypeVar("T", bound=AttrsInstance)


# -- calendars, days, terms, moments, intervals -------------------------------------------------------------------


@st.composite
def calendars(draw: Draw, name: str | None = None) -> Calendar:
    """A calendar: a plain five-day week or Kazakhstan's (or ``name``), with a few days corrected at random."""
    known = load_calendar(name or draw(st.sampled_from(["weekends", "KZ"])))
    days = draw(st.lists(days_of(known), max_size=8, unique=True))
    said = Text("по случаю", "by chance")
    return known.corrected(
        Correction(day, not known.is_working(day.toordinal()), said, "hypothesis") for day in days
    )


def days_of(
    calendar: Calendar, first: date = date(2013, 1, 1), last: date = date(2016, 12, 31)
) -> st.SearchStrategy[date]:
    """Days of a span; half of them stand at the edges of days off."""
    plain = min(max(PLAIN, first), last)
    any_day = st.integers((first - plain).days, (last - plain).days).map(lambda n: plain + timedelta(n))
    some = edges(calendar, first, last)
    return any_day | st.sampled_from(some) if some else any_day


@lru_cache(maxsize=64)
def edges(calendar: Calendar, first: date, last: date) -> tuple[date, ...]:
    """The days at the edges of days off: the last before them, the first and last of them, the first after."""
    span = range(max(first.toordinal(), FIRST + 1), min(last.toordinal(), LAST - 1) + 1)
    return tuple(
        date.fromordinal(day)
        for day in span
        if calendar.is_working(day - 1) != calendar.is_working(day)
        or calendar.is_working(day) != calendar.is_working(day + 1)
    )


def terms(units: Sequence[Unit] = tuple(Unit), most: int = 40) -> st.SearchStrategy[Term]:
    """A term of any unit, or of some."""
    return st.builds(Term, st.integers(0, most), st.sampled_from(list(units)))


@st.composite
def moments(
    draw: Draw,
    days: st.SearchStrategy[date] | None = None,
    *,
    vague: bool = True,
    unknown: bool = True,
    not_yet: bool = True,
) -> str | None:
    """A moment as a case file has it: a day or a minute; a month or a span of days; «?»; None, «not yet»."""
    shapes = ["day", "day", "minute"]
    shapes += ["span", "month"] if vague else []
    shapes += ["?"] if unknown else []
    shapes += ["none"] if not_yet else []
    shape = draw(st.sampled_from(shapes))
    if shape == "none":
        return None
    if shape == "?":
        return "?"
    day = draw(days if days is not None else days_of(load_calendar("KZ")))
    if shape == "minute":
        return f"{day} {draw(st.integers(0, 23)):02}:{draw(st.sampled_from([0, 1, 30, 59])):02}"
    if shape == "span":
        return f"{day}/{day + timedelta(draw(st.integers(1, 14)))}"
    return f"{day:%Y-%m}" if shape == "month" else str(day)


@st.composite
def intervals(draw: Draw, least: int = -8, most: int = 8) -> Interval:
    """A closed interval of small integers, or one that is open at an end, or at both, or never."""
    ends = st.integers(least, most) | st.sampled_from([-INF, INF])
    one, other = draw(ends), draw(ends)
    return min(one, other), max(one, other)


# -- the boundaries of a pack's own rules -------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Deadline:
    """A comparison of a rule that has a boundary: ``what`` is held against a term from ``base``.

    ``built``: the term runs from a day that is built from the month or the year at ``base``. ``needs``: plain facts
    without which its rule does not apply.
    """

    what: str
    base: str
    term: Term | None
    before: bool = False
    count_first_day: bool = False
    roll: Roll = "none"
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
        return self.term is not None and self.term.unit is Unit.HOUR

    def start(self, record: Record) -> datetime | None:
        """The moment from which the term runs in a record; None where that is not exact."""
        if self.built is None:
            return exact(get(record, self.base))
        day = built_day(self.built, get(record, self.base))
        return datetime.combine(day, datetime.min.time()) if day else None

    def boundary(self, start: datetime, calendar: Calendar) -> datetime | None:
        """The last minute that counts, or one of the due day; None where the term leaves the calendar."""
        if self.term is None:
            return start
        if self.in_hours:
            return start + timedelta(hours=self.term.count * (-1 if self.before else 1))
        how: dict[str, Any] = {
            "before": self.before,
            "count_first_day": self.count_first_day,
            "roll": self.roll,
        }
        try:
            due = due_day(self.term, start.toordinal(), calendar, **how)
        except CalendarRangeError:
            return None
        return datetime.combine(date.fromordinal(due), start.time())


def recorded(book: Rulebook, kind: str, fact: Field) -> list[tuple[Field, BuiltDay | None]]:
    """The recorded facts that a fact stands for: itself, or those that its definition may choose or build on."""
    if not fact.defined:
        return [(fact, None)]
    found: dict[str, tuple[Field, BuiltDay | None]] = {}
    for cases in book.core.definitions[kind][fact.path].forms.values():
        for case in cases:
            chosen = case.choice.what if isinstance(case.choice, Earliest) else case.choice
            if isinstance(chosen, BuiltDay) and chosen.source is not None:
                found.setdefault(chosen.source.path, (chosen.source, chosen))
            elif isinstance(chosen, Field):
                found |= {one[0].path: one for one in recorded(book, kind, chosen)}
    return list(found.values())


def built_day(day: BuiltDay, value: Any) -> date | None:
    """The day that is built from a month («2014-03») or a year of the record."""
    try:
        if isinstance(day.month, int):
            year, month = int(value) + day.years, day.month
        else:
            months = int(value[:4]) * 12 + int(value[5:7]) - 1 + day.months
            year, month = months // 12, months % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (TypeError, ValueError):
        return None


MOMENTS = (Type.EVENT, Type.DATE)


def deadlines(book: Rulebook, kind: str) -> list[Deadline]:
    """Every boundary of the rules for a kind of record, under every reading."""
    found: dict[tuple[Any, ...], Deadline] = {}

    def note(
        form: RuleForm, what: Field, base: Field, term: Term | None, before: bool, counted: bool, roll: Roll
    ) -> None:
        needs = tuple(_needs(form.condition))
        for one, _ in recorded(book, kind, what):
            for other, built in recorded(book, kind, base):
                if one.type in MOMENTS and (built or other.type in MOMENTS):
                    key = (one.path, other.path, term, before, counted, roll, str(needs))
                    found.setdefault(
                        key, Deadline(one.path, other.path, term, before, counted, roll, built, needs)
                    )

    for form in (form for rule in book.core.rules[kind].values() for form in rule.forms.values()):
        for part in (part for top in conditions_of(form) for part in walk(top)):
            if isinstance(part, NotLater | NotEarlier):
                note(form, part.what, part.base, part.term, part.backwards, part.count_first_day, part.roll)
            elif isinstance(part, NoLonger):
                note(form, part.end, part.start, part.term, False, part.count_first_day, "none")
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
    for life in book.core.life.values():
        days |= {life.first, life.last}
    for rule in book.core.rules[kind].values():
        for form in rule.forms.values():
            days |= {day for day in (form.window.first, form.window.last) if day}
    known = {day for day in days if date(1992, 1, 1) < day < date(2100, 1, 1)} or {PLAIN}
    return sorted(day + timedelta(n) for day in known for n in (-1, 0, 1))


# -- records ------------------------------------------------------------------------------------------------------

_LEFT_OUT = object()
_TEXTS = ("текст", "№ 1", "x", " ")


class Source:
    """What is known of a kind of record of a pack before any record of it is drawn."""

    def __init__(self, book: Rulebook, kind: Kind) -> None:
        inside = f"{kind.inside}." if kind.inside else ""
        turning = turning_days(book, kind.whole)
        first = max(turning[0] - timedelta(60), date(1991, 6, 1))
        last = min(turning[-1] + timedelta(60), first + timedelta(1500), date(2100, 6, 1))
        near = days_of(book.calendar, first, last)
        self.book = book
        self.kind = kind
        self.days = near | near | st.sampled_from(turning)
        self.deadlines = [
            one.within(inside)
            for one in deadlines(book, kind.whole)
            if one.what.startswith(inside) and one.base.startswith(inside)
        ]
        self.types = {
            part.path.removeprefix(inside): part.type
            for part in _fields_in(kind.root)
            if part.path and part.path != kind.inside
        }

    def __repr__(self) -> str:
        return f"<{self.kind.key} of {self.book.core.id}>"

    @classmethod
    def of(cls, pack: Pack, kind: str) -> Source:
        """The source of a kind of record; made once a rulebook."""
        book = pack if isinstance(pack, Rulebook) else load_rules(pack)
        return _source(book, kind)


@lru_cache(maxsize=64)
def _source(book: Rulebook, name: str) -> Source:
    return Source(book, book.core.vocabulary.kinds[name])


def _fields_in(whole: Field) -> list[Field]:
    """The fields that a record may write, in and below an object."""
    below = whole.children.values() if whole.type in (Type.OBJECT, Type.LIST) else ()
    return [whole, *(found for child in below for found in _fields_in(child))]


class _Drawing:
    """One record being drawn."""

    def __init__(self, draw: Draw, source: Source) -> None:
        self.draw = draw
        self.source = source
        self.anchor = draw(source.days)
        self.fill = draw(st.sampled_from([2, 5, 8]))

    def object(self, fact: Field) -> Record:
        drawn = {child.key: self.value(child) for child in fact.children.values()}
        return {key: value for key, value in drawn.items() if value is not _LEFT_OUT}

    def value(self, fact: Field) -> Any:
        """A field's value; low draws leave it out, so that examples shrink to few facts."""
        grow = _GROW.get(fact.type)
        state = self.draw(st.integers(0, 10)) if grow else 0
        if grow is None or state < 9 - self.fill:
            return _LEFT_OUT
        if state >= 9:
            return None if state == 9 else "?"
        return grow(self, fact)

    def day(self) -> date:
        """A day within some weeks of the record's own; now and then any day."""
        far = self.draw(st.integers(-15, 75))
        return self.anchor + timedelta(far) if far < 70 else self.draw(self.source.days)

    def moment(self, fact: Field) -> str:
        shape, day = self.draw(st.integers(0, 9)), self.day()
        if shape < 6:
            return str(day)
        if shape < 8:
            return f"{day} {self.draw(st.integers(0, 23)):02}:{self.draw(st.sampled_from([0, 30, 59])):02}"
        return f"{day}/{day + timedelta(self.draw(st.integers(1, 14)))}" if shape == 8 else f"{day:%Y-%m}"

    def month(self, fact: Field) -> str:
        return f"{self.day():%Y-%m}"

    def choice(self, fact: Field) -> str:
        return self.draw(st.sampled_from(fact.options)).key

    def set(self, fact: Field) -> list[str]:
        return [option.key for option in fact.options if self.draw(st.booleans())]

    def yes_no(self, fact: Field) -> bool:
        return self.draw(st.booleans())

    def year(self, fact: Field) -> int:
        return self.day().year

    def table(self, fact: Field) -> Record:
        """Some rows of a table: row → month → number; of a table of lines: row → line → month → number."""
        rows = [child.key for child in fact.children.values() if child.type is Type.NUMBER]
        chosen = self.draw(st.lists(st.sampled_from(rows), max_size=6, unique=True))
        if fact.month_path is None:
            return {row: {"услуга": self.row()} for row in chosen}
        return {row: self.row() for row in chosen}

    def row(self) -> Record:
        months = [f"{self.anchor.year}-{month:02}" for month in range(1, self.draw(st.integers(1, 4)) + 1)]
        cells = {month: self.draw(st.sampled_from([0, 1, 2, 3, None, "?"])) for month in [*months, "total"]}
        return {key: value for key, value in cells.items() if self.draw(st.integers(0, 9)) < 8}

    def number(self, fact: Field) -> int:
        return self.draw(st.integers(0, 4) | st.sampled_from([29, 30, 31, 2014]))

    def text(self, fact: Field) -> str:
        return self.draw(st.sampled_from(_TEXTS))

    def items(self, fact: Field) -> list[Any]:
        count = self.draw(st.integers(0, 2))
        return [self.object(fact) if fact.children else self.text(fact) for _ in range(count)]

    def start(self, record: Record, deadline: Deadline) -> datetime | None:
        """The moment from which the term of a deadline runs in this record."""
        if deadline.built is None:
            return exact(get(record, deadline.base))
        day = built_day(deadline.built, get(record, deadline.base))
        if day is None:
            said = self.day()
            put(
                record, deadline.base, said.year if isinstance(deadline.built.month, int) else f"{said:%Y-%m}"
            )
            day = built_day(deadline.built, get(record, deadline.base))
        return datetime.combine(day, datetime.min.time()) if day else None

    def crowd(self, record: Record) -> list[date]:
        """Put some moments at the boundaries of the rules; gives the due days."""
        due_days = []
        for deadline in self.draw(st.lists(st.sampled_from(self.source.deadlines), max_size=8)):
            start = self.start(record, deadline)
            if start is None or (deadline.in_hours and start.hour == start.minute == 0):
                start = datetime.combine(self.day(), datetime.min.time())
                start += timedelta(hours=10 if deadline.in_hours else 0)
                if deadline.built is None:
                    put(record, deadline.base, _said(start))
            for path, value in deadline.needs:
                put(record, path, value)
            end = deadline.boundary(start, self.source.book.calendar)
            if end is not None:
                step = timedelta(minutes=1) if deadline.in_hours else timedelta(1)
                end += step * self.draw(st.sampled_from([0, 1, -1]))
                put(record, deadline.what, _said(end))
                due_days.append(end.date())
        return due_days


_GROW: Mapping[Type, Callable[[_Drawing, Field], Any]] = {
    Type.EVENT: _Drawing.moment,
    Type.DATE: _Drawing.moment,
    Type.MONTH: _Drawing.month,
    Type.CHOICE: _Drawing.choice,
    Type.SET: _Drawing.set,
    Type.BOOL: _Drawing.yes_no,
    Type.NUMBER: _Drawing.number,
    Type.YEAR: _Drawing.year,
    Type.TABLE: _Drawing.table,
    Type.TEXT: _Drawing.text,
    Type.OBJECT: _Drawing.object,
    Type.LIST: _Drawing.items,
}


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment.hour or moment.minute else f"{moment:%Y-%m-%d}"


def exact(value: Any) -> datetime | None:
    """The moment that a day or a minute in a record says; None for one that is vague, unknown or not there."""
    return datetime.fromisoformat(value) if isinstance(value, str) and len(value) in (10, 16) else None


def get(record: Any, path: str) -> Any:
    """The value at a path; of a list, that of its first item; None where there is none."""
    here = record
    for step in path.split("."):
        here = here.get(step.removesuffix("[]")) if isinstance(here, Mapping) else None
        if step.endswith("[]"):
            here = here[0] if isinstance(here, list) and here else None
    return here


def put(record: Record, path: str, value: Any) -> None:
    """Set the value at a path (of a list, in its first item), with the objects on the way to it."""
    *above, last = path.split(".")
    here = record
    for step in above:
        key = step.removesuffix("[]")
        if step.endswith("[]"):
            if not isinstance(here.get(key), list) or not here[key]:
                here[key] = [{}]
            here = here[key][0]
        else:
            if not isinstance(here.get(key), dict):
                here[key] = {}
            here = here[key]
    here[last] = value


def records(
    pack: Pack = None, kind: str = "inspection", *, near_deadlines: bool = False, broken: bool = False
) -> st.SearchStrategy[Record]:
    """Records of a pack, as mappings that ``check`` takes: ``{kind: {…}, "as_of": …, "complete": …}``.

    ``pack``: a rulebook or its folder; the built-in one by default.
    """
    return _records(Source.of(pack, kind), near_deadlines, broken)


@st.composite
def _records(draw: Draw, source: Source, near_deadlines: bool, broken: bool) -> Record:
    drawing = _Drawing(draw, source)
    record = drawing.object(source.kind.root)
    days = drawing.crowd(record) if near_deadlines and source.deadlines else []
    day = draw(st.sampled_from(days)) + timedelta(draw(st.integers(-1, 1))) if days else drawing.day()
    found = {source.kind.key: record, "as_of": str(day), "complete": draw(st.booleans())}
    if broken:
        _spoil_somehow(draw, source, found)
    return found


# -- mistakes -----------------------------------------------------------------------------------------------------

_NO_DAYS = ("31.12.2014", "2014-02-30", "1990-12-31", "2101-01-01", "вчера", 20140101, True, ["2014-01-01"])

WRONG: Mapping[Type, Sequence[Any]] = {
    Type.EVENT: _NO_DAYS,
    Type.DATE: _NO_DAYS,
    Type.MONTH: ("2014-13", "март", 201403, "2014-1", {}),
    Type.CHOICE: ("чего нет в списке", 77, ["нет такого"]),
    Type.SET: ("чего нет в списке", 5, ["чего нет в списке"]),
    Type.BOOL: ("может быть", 2, []),
    Type.NUMBER: (-1, 1.5, "много", True, []),
    Type.YEAR: (1990, 2101, "много", True, []),
    Type.TABLE: ("текст", 5, {"нет такой строки": {}}),
    Type.TEXT: (["текст"], {"а": "б"}),
    Type.OBJECT: ("текст", 5, ["текст"]),
    Type.LIST: ("текст", 5, {"а": "б"}),
}
"""What no field of a type may hold."""


def _spoil_somehow(draw: Draw, source: Source, found: Record) -> None:
    wrong = draw(st.sampled_from(["value", "value", "value", "key", "top"]))
    if wrong == "value":
        spoil(draw, source, found[source.kind.key])
    else:
        (found if wrong == "top" else found[source.kind.key])["чего здесь нет"] = "x"


def spoil(draw: Draw, source: Source, record: Record, among: Sequence[str] = ()) -> None:
    """Give one field (``among``: in or below one of these) a value that no field of its type may hold."""
    fit = [
        (path, type_)
        for path, type_ in source.types.items()
        if type_ in WRONG and (not among or path.split(".")[0].removesuffix("[]") in among)
    ]
    path, type_ = draw(st.sampled_from(fit))
    put(record, path.removesuffix("[]"), draw(st.sampled_from(WRONG[type_])))


# -- typed objects ------------------------------------------------------------------------------------------------


def inspections(*, near_deadlines: bool = False, broken: bool = False) -> st.SearchStrategy[Inspection]:
    """Inspections of the built-in pack."""
    return _typed(Inspection, near_deadlines, broken)


def acts(*, near_deadlines: bool = False, broken: bool = False) -> st.SearchStrategy[Act]:
    """Acts of inspection, alone."""
    return _typed(Act, near_deadlines, broken)


def protocols(*, near_deadlines: bool = False, broken: bool = False) -> st.SearchStrategy[Protocol]:
    """Protocols of obstruction, alone."""
    return _typed(Protocol, near_deadlines, broken)


def monitoring_reports(
    *, near_deadlines: bool = False, broken: bool = False
) -> st.SearchStrategy[MonitoringReport]:
    """Monthly monitoring reports."""
    return _typed(MonitoringReport, near_deadlines, broken)


def plans(*, near_deadlines: bool = False, broken: bool = False) -> st.SearchStrategy[InspectionPlan]:
    """Half-yearly plans of inspections."""
    return _typed(InspectionPlan, near_deadlines, broken)


def _typed(cls: type[T], near_deadlines: bool, broken: bool) -> st.SearchStrategy[T]:
    @st.composite
    def typed(draw: Draw) -> T:
        kind = KINDS[cls]
        record = draw(records(kind=kind, near_deadlines=near_deadlines))[kind]
        if broken:
            spoil(draw, Source.of(None, kind), record, [field.name for field in fields(cls)])
        return build(cls, record)

    return typed()


def build(cls: type[T], record: Mapping[str, Any]) -> T:
    """The typed object of the built-in vocabulary that says what a mapping with English keys says."""
    hints = _hints(cls)
    known = {field.name for field in fields(cls)}
    return cls(**{key: _built(hints[key], value) for key, value in record.items() if key in known})


@lru_cache(maxsize=64)
def _hints(cls: type) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(_leaves(hint)) for name, hint in get_type_hints(cls).items()}


def _leaves(hint: Any) -> list[Any]:
    """The types and literals that an annotation is made of."""
    inner = get_args(hint)
    return [leaf for one in inner for leaf in _leaves(one)] if inner else [hint]


def _built(hints: tuple[Any, ...], value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_built(hints, item) for item in value)
    if isinstance(value, dict):
        part = next((hint for hint in hints if isinstance(hint, type) and has(hint)), None)
        return build(part, value) if part is not None else value
    if not isinstance(value, str):
        return value
    if value == "?":
        return UNKNOWN
    if date in hints:
        return _day_or_minute(value)
    return int(value) if value.isdigit() and int(value) in hints else value


def _day_or_minute(value: str) -> date | datetime | str:
    """A moment as Python keeps it; one that is vague stays text."""
    try:
        return date.fromisoformat(value) if len(value) == 10 else exact(value) or value
    except ValueError:
        return value
