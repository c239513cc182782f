"""One record being drawn, from what is known of its kind."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from qcrules.facts.field import Field, ValueType
from qcrules.facts.path import FactPath
from qcrules.facts.types import Type
from qcrules.facts.vocabulary import Kind
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.time.months import YEARS, year_to_date

from .boundaries import Deadline, Record, deadlines, turning_days
from .days import Draw, days_of, written

GivenPack = Rulebook | str | os.PathLike[str] | None

_LEFT_OUT = object()
_TEXTS = ("текст", "№ 1", "x", " ")


class Source:
    """What is known of a kind of record of a pack before any record of it is drawn."""

    def __init__(self, book: Rulebook, kind: Kind) -> None:
        inside = f"{kind.inside}." if kind.inside else ""
        turning = turning_days(book, kind.whole)
        first = max(turning[0] - timedelta(60), date(YEARS[0], 6, 1))
        last = min(turning[-1] + timedelta(60), first + timedelta(1500), date(YEARS[-1], 6, 1))
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
    def of(cls, pack: GivenPack, kind: str) -> Source:
        """The source of a kind of record; made once a rulebook."""
        book = pack if isinstance(pack, Rulebook) else load_rules(pack)
        return _source(book, kind)


@lru_cache(maxsize=64)
def _source(book: Rulebook, name: str) -> Source:
    return Source(book, book.core.vocabulary.kinds[name])


def _fields_in(whole: Field) -> list[Field]:
    """The fields that a record may write, in and below an object."""
    below = whole.children.values() if whole.type.has_fields else ()
    return [whole, *(found for child in below for found in _fields_in(child))]


class Drawing:
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
        state = self.draw(st.integers(0, 10))
        if state < 9 - self.fill:
            return _LEFT_OUT
        if state >= 9:
            return None if state == 9 else "?"
        return _GROW[fact.type](self, fact)

    def day(self) -> date:
        """A day within some weeks of the record's own; now and then any day."""
        far = self.draw(st.integers(-15, 75))
        return self.anchor + timedelta(far) if far < 70 else self.draw(self.source.days)

    def moment(self, fact: Field) -> str:
        shape = self.draw(st.sampled_from(["day"] * 6 + ["minute"] * 2 + ["span", "month"]))
        return written(self.draw, self.day(), shape)

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
        rows = [row.key for row in fact.rows]
        chosen = self.draw(st.lists(st.sampled_from(rows), max_size=6, unique=True))
        if fact.month_path is None:
            return {row: {"услуга": self.row()} for row in chosen}
        return {row: self.row() for row in chosen}

    def row(self) -> Record:
        months = year_to_date(f"{self.anchor.year}-{self.draw(st.integers(1, 4)):02}")
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
        start = deadline.start(record)
        if start is None and deadline.built is not None:
            day = self.day()
            source = deadline.built.source
            said: Any = day.year if isinstance(deadline.built.month, int) else f"{day:%Y-%m}"
            said = str(day) if source is not None and source.type.is_day else said
            FactPath.parse(deadline.base).put(record, said)
            start = deadline.start(record)
        return start

    def crowd(self, record: Record) -> list[date]:
        """Put some moments at the boundaries of the rules; gives the due days."""
        due_days = []
        for deadline in self.draw(st.lists(st.sampled_from(self.source.deadlines), max_size=8)):
            start = self.start(record, deadline)
            if start is None or (deadline.in_hours and start.hour == start.minute == 0):
                start = datetime.combine(self.day(), datetime.min.time())
                start += timedelta(hours=10 if deadline.in_hours else 0)
                if deadline.built is None:
                    FactPath.parse(deadline.base).put(record, _said(start))
            for path, value in deadline.needs:
                FactPath.parse(path).put(record, value)
            end = deadline.boundary(start, self.source.book.calendar)
            if end is not None:
                step = timedelta(minutes=1) if deadline.in_hours else timedelta(1)
                end += step * self.draw(st.sampled_from([0, 1, -1]))
                FactPath.parse(deadline.what).put(record, _said(end))
                due_days.append(end.date())
        return due_days


_GROW: Mapping[ValueType, Callable[[Drawing, Field], Any]] = {
    Type.EVENT: Drawing.moment,
    Type.DATE: Drawing.moment,
    Type.MONTH: Drawing.month,
    Type.CHOICE: Drawing.choice,
    Type.SET: Drawing.set,
    Type.BOOL: Drawing.yes_no,
    Type.NUMBER: Drawing.number,
    Type.YEAR: Drawing.year,
    Type.TABLE: Drawing.table,
    Type.TEXT: Drawing.text,
    Type.OBJECT: Drawing.object,
    Type.LIST: Drawing.items,
}


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment.hour or moment.minute else f"{moment:%Y-%m-%d}"
