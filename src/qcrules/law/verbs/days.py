"""A day that the law names by numbers and periods, where a verb expects a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from attrs import frozen

from ...facts.field import Field, ValueType
from ...facts.layout import DAY
from ...facts.types import Type
from ...kernel.derived import DayOf
from ...text import Text
from .spec import Computed, Lower, quoted

_MONTHS = {
    -1: Text("месяца перед {}", "the month before {}"),
    0: Text("месяца {}", "{}"),
    1: Text("месяца после {}", "the month after {}"),
}
_YEARS = {
    -1: Text("года перед {}", "the year before {}"),
    0: Text("года {}", "{}"),
    1: Text("года после {}", "the year after {}"),
}
_MONTHS_OF = {
    -1: Text("месяца перед тем, на который приходится {}", "the month before that of {}"),
    0: Text("месяца, на который приходится {}", "the month of {}"),
    1: Text("месяца после того, на который приходится {}", "the month after that of {}"),
}
_YEARS_OF = {
    -1: Text("года перед тем, на который приходится {}", "the year before that of {}"),
    0: Text("года, на который приходится {}", "the year of {}"),
    1: Text("года после того, на который приходится {}", "the year after that of {}"),
}
_LAST, _NUMBER = Text("последний день {}", "the last day of {}"), Text("{}-е число {}", "day {} of {}")
_NAMED, _OF_YEAR = Text("{} {}", "{} {}"), Text("{} года", "{}")
_CALLED = (
    Text("января", "January"),
    Text("февраля", "February"),
    Text("марта", "March"),
    Text("апреля", "April"),
    Text("мая", "May"),
    Text("июня", "June"),
    Text("июля", "July"),
    Text("августа", "August"),
    Text("сентября", "September"),
    Text("октября", "October"),
    Text("ноября", "November"),
    Text("декабря", "December"),
)
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _period(words: Mapping[int, Text], of_moment: Mapping[int, Text], fact: Field, shift: int) -> Text:
    """«месяца после «отчётный месяц»»; of a moment, the period in which it lies."""
    return (of_moment if fact.type.is_day else words)[shift].filled(quoted(fact))


@frozen(eq=False, repr=False)
class BuiltDay(Computed):
    """A day built from numbers and periods: «дата: {день: 10, месяц: 12, год: {до: год}}».

    ``month`` is a number (and then ``year`` is given) or a month of the record, or a moment: the month in which it lies
    (likewise ``year``); ``months`` and ``years`` are -1, 0 or 1: the period before it, itself, the one after it. A day
    that the month has not is its last one.
    """

    RU: ClassVar[str] = "дата"
    EN: ClassVar[str] = "day"
    KEYS: ClassVar[Mapping[str, str]] = {"day": "день", "month": "месяц", "year": "год"}
    LAST_WORDS: ClassVar[frozenset[str]] = frozenset(("последний", "last"))

    day: int
    month: int | Field
    months: int
    year: int | Field | None
    years: int

    @property
    def source(self) -> Field | None:
        """The field of the record that it is built from."""
        return next((one for one in (self.month, self.year) if isinstance(one, Field)), None)

    def fields(self) -> Sequence[Field]:
        source = self.source
        return (source,) if source is not None else ()

    @property
    def type(self) -> ValueType:
        return Type.DATE

    def lower(self, to: Lower, item_list: str | None) -> int:
        source = to.slot(self.source) if self.source is not None else None
        month = self.month if isinstance(self.month, int) else None
        year = self.year if isinstance(self.year, int) else None
        of_moment = self.source is not None and self.source.type.is_moment
        of = DayOf(source, self.day, month, self.months, year, self.years, of_moment, item_list)
        return to.derived(of, DAY)

    @property
    def words(self) -> Text:
        """«10-е число месяца после «отчётный месяц»», «31 декабря года, на который приходится «поступил»»."""
        if isinstance(self.month, Field):
            month = _period(_MONTHS, _MONTHS_OF, self.month, self.months)
            return _LAST.filled(month) if self.day == 31 else _NUMBER.filled(self.day, month)
        called, longest = _CALLED[self.month - 1], _LONGEST[self.month - 1]
        number = Text.same(str(self.day))
        day = _LAST.filled(called) if self.day > longest else _NAMED.filled(number, called)
        if isinstance(self.year, Field):
            year = _period(_YEARS, _YEARS_OF, self.year, self.years)
            return Text(f"{day.ru} {year.ru}", f"{day.en} of {year.en}")
        return _NAMED.filled(day, _OF_YEAR.filled(self.year))
