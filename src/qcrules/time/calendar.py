"""Working days: which they are, why a day is off, and the two counting functions W and V.

A day is a proleptic ordinal (``date.toordinal()``). W(d) is the number of working days up to and including d,
V(d) the number strictly before d; both grow with d, and ``nth`` is the way back. Only the years of
``months.YEARS`` are known: a day outside them is refused (CalendarRangeError), never taken for an ordinary week.

Kazakhstan's calendar is shipped as data (``kz.json`` beside this file, written by ``tools/build_calendar.py``) and read
in about two milliseconds. The calendars of other countries are built on demand from the package `holidays`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, lru_cache, partial
from itertools import accumulate, compress

from attrs import evolve, field, frozen

from ..by_value import ByValue
from ..cached import cached_property
from ..errors import CalendarRangeError, Problem, UsageError, nearest
from ..hashing import sha256
from ..text import Text
from . import kazakhstan
from .months import FIRST, LAST, YEARS

KAZAKHSTAN = "KZ"
WEEKENDS = "weekends"
"""The calendar without holidays: Monday to Friday are worked."""

ReasonOf = Callable[[int], Text | None]
"""Why a day is off, or is worked on a weekend; None where nothing is said of the day."""

_WEEKDAYS = (
    Text("понедельник", "Monday"),
    Text("вторник", "Tuesday"),
    Text("среда", "Wednesday"),
    Text("четверг", "Thursday"),
    Text("пятница", "Friday"),
    Text("суббота", "Saturday"),
    Text("воскресенье", "Sunday"),
)


_YEAR = 366
"""So many days of a table are made at a time."""


class _ByYear(dict[int, int]):
    """A table of numbers, of which a year is made when something in it is first asked for."""

    def __init__(self, year_of: Callable[[int], Iterable[tuple[int, int]]]) -> None:
        self.year_of = year_of

    def __missing__(self, key: int) -> int:
        self.update(self.year_of(key))
        return self[key]


@frozen(eq=False, repr=False)
class Correction(ByValue):
    """One line of a pack's ``calendar.yaml``: a day that is worked, or is off, whatever the calendar says."""

    day: date
    working: bool
    reason: Text
    source: str


@frozen(eq=False, repr=False, slots=False)
class Calendar:
    """The working days of one country from ``first`` to ``last``: all that are known, or those known of the country."""

    id: str
    bits: bytes = field(repr=False)
    """One byte a day from FIRST to LAST: 1 is worked, 0 is off."""
    _reason_of: ReasonOf = field(repr=False)
    first: int = FIRST
    last: int = LAST
    transfers_known_to: int | None = None
    """The last year whose transfers of days off are known, where a country moves days off at all."""
    others: Mapping[str, Calendar] = field(factory=dict, repr=False)
    """The other calendars of a pack, by their names."""

    @cached_property
    def worked_table(self) -> list[int]:
        """W of every day, at ``day - FIRST + 1``; V of a day is the entry before."""
        return list(accumulate(self.bits, initial=0))

    @cached_property
    def worked_by_place(self) -> Mapping[int, int]:
        """The same as it is needed: most records lie in a year or two."""
        return _ByYear(self._worked_from)

    def _worked_from(self, place: int) -> Iterable[tuple[int, int]]:
        block, start = place // _YEAR, place // _YEAR * _YEAR
        return enumerate(accumulate(self.bits[start : start + _YEAR], initial=self._worked[block]), start)

    @cached_property
    def _nth(self) -> Mapping[int, int]:
        """The working days by their numbers, from 1."""
        return _ByYear(self._days_from)

    def _days_from(self, number: int) -> Iterable[tuple[int, int]]:
        block = bisect_left(self._worked, number) - 1
        days = range(FIRST + block * _YEAR, LAST + 1)
        return enumerate(compress(days, self.bits[block * _YEAR :][:_YEAR]), self._worked[block] + 1)

    @cached_property
    def _worked(self) -> list[int]:
        """The working days before each year, and all of them."""
        counts = (self.bits.count(1, start, start + _YEAR) for start in range(0, len(self.bits), _YEAR))
        return list(accumulate(counts, initial=0))

    def on(self, name: str) -> Calendar:
        """The other calendar of that name; without a name this one."""
        return self.others[name] if name else self

    def worked(self, day: int) -> int:
        """W: the working days up to and including ``day``."""
        if self.first - 1 <= day <= self.last:
            return self.worked_by_place[day - FIRST + 1]
        raise self._outside(day)

    def before(self, day: int) -> int:
        """V: the working days strictly before ``day``."""
        if self.first <= day <= self.last + 1:
            return self.worked_by_place[day - FIRST]
        raise self._outside(day)

    def nth(self, number: int) -> int:
        """The ``number``-th working day, from 1: the way back from W and V."""
        if 1 <= number <= self._worked[-1]:
            return self._nth[number]
        raise self._outside(self.last + 1 if number > 0 else self.first - 1)

    def is_working(self, day: int) -> bool:
        """Is the day worked?"""
        if self.first <= day <= self.last:
            return self.bits[day - FIRST] == 1
        raise self._outside(day)

    def reason(self, day: int) -> Text | None:
        """Why a day is off, or why a day of the weekend is worked; None for an ordinary working day."""
        working = self.is_working(day)
        reason = self._reason_of(day)
        if reason is None and not working:
            return _WEEKDAYS[(day - 1) % 7]
        return reason

    @cached_property
    def sha256(self) -> str:
        """The digest of which days are worked: a due day is evidence only together with it."""
        return sha256(self.bits).hexdigest()

    def corrected(self, corrections: Iterable[Correction]) -> Calendar:
        """The calendar with some days said otherwise; a day may be corrected once (UsageError)."""
        by_day: dict[int, Correction] = {}
        for correction in corrections:
            day = correction.day.toordinal()
            self.is_working(day)
            if day in by_day:
                raise _twice(correction.day)
            by_day[day] = correction
        bits = bytearray(self.bits)
        for day, correction in by_day.items():
            bits[day - FIRST] = correction.working
        reasons = {day: _cited(correction.reason, correction.source) for day, correction in by_day.items()}
        return Calendar(
            self.id,
            bytes(bits),
            partial(_over, self._reason_of, reasons),
            self.first,
            self.last,
            self.transfers_known_to,
        )

    def with_days_off(self, days: Iterable[int]) -> Calendar:
        """The calendar with more days off, named by whoever asks."""
        more = {day for day in days if self.is_working(day)}
        return self.corrected(Correction(date.fromordinal(day), False, _ASKED, "") for day in more)

    def caveat(self, year: int) -> Text | None:
        """What an answer says that counts days of a year whose transfers of days off are not known; else None."""
        known = self.transfers_known_to
        if known is None or year <= known:
            return None
        return Text(
            f"переносы дней отдыха известны здесь по {known} год: с {known + 1} года рабочие дни сочтены без них",
            f"transfers of days off are known here up to {known}: from {known + 1} on working days are counted without",
        )

    def _outside(self, day: int) -> CalendarRangeError:
        return outside(day, self.first, self.last)


_ASKED = Text("выходной день, указанный в запросе", "a day off named in the question")


def outside(day: int, first: int = FIRST, last: int = LAST) -> CalendarRangeError:
    """The error for a day before ``first`` or after ``last``."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    if day < first:
        place = Text(f"до {kazakhstan.russian(begin)}", f"before {begin}")
    else:
        place = Text(f"после {kazakhstan.russian(end)}", f"after {end}")
    return CalendarRangeError(
        Text(
            f"день {place.ru} лежит вне календаря: он знает {begin.year}–{end.year} годы",
            f"a day {place.en} is outside the calendar, which knows the years {begin.year}-{end.year}",
        )
    )


def load_calendar(name: str, corrections: Iterable[Correction] = ()) -> Calendar:
    """The calendar of `KZ`, of `weekends`, or of a country or its part (`GB`, `GB-ENG`); letter case is free.

    Several, joined by `+`, are one calendar in which a day is worked only if it is worked in each of them.
    The same calendar is given again for the same arguments. UsageError for an unknown name, and for a day
    corrected twice; CalendarRangeError for a correction outside the years of the calendar.
    """
    return _load(_known_name(name), tuple(corrections))


def load_calendars(name: str, others: Iterable[str], corrections: Iterable[Correction] = ()) -> Calendar:
    """The calendar of a pack, with the others that its terms are counted on; the corrections are those of all."""
    corrections = tuple(corrections)
    main = load_calendar(name, corrections)
    more = {one: load_calendar(one, corrections) for one in others}
    return evolve(main, others=more) if more else main


@lru_cache(maxsize=64)
def _load(name: str, corrections: tuple[Correction, ...]) -> Calendar:
    if corrections:
        return _load(name, ()).corrected(corrections)
    if name == KAZAKHSTAN:
        known_to = kazakhstan.data()["transfers_known_to"]
        return Calendar(KAZAKHSTAN, kazakhstan.bits(), kazakhstan.reason, transfers_known_to=known_to)
    if name == WEEKENDS:
        return Calendar(WEEKENDS, bytes(kazakhstan.five_day_weeks()), _no_reason)
    if "+" in name:
        return _worked_in_all(name, [_load(part, ()) for part in name.split("+")])
    return _from_holidays(name)


def _worked_in_all(name: str, calendars: list[Calendar]) -> Calendar:
    """A day off in one of the calendars is a day off, for the reason it has there."""
    bits = bytes(map(min, zip(*(calendar.bits for calendar in calendars), strict=True)))

    first, last = max(one.first for one in calendars), min(one.last for one in calendars)
    known = [one.transfers_known_to for one in calendars if one.transfers_known_to is not None]
    return Calendar(name, bits, partial(_reason_in_all, calendars), first, last, min(known, default=None))


def _reason_in_all(calendars: list[Calendar], day: int) -> Text | None:
    found = (one._reason_of(day) for one in calendars if not one.is_working(day))
    said = [*dict.fromkeys(one for one in found if one is not None)]
    return Text("; ".join(one.ru for one in said), "; ".join(one.en for one in said)) if said else None


def _known_name(name: str) -> str:
    if "+" in name:
        return "+".join(dict.fromkeys(_known_name(part) for part in name.split("+")))
    folded = name.strip().casefold()
    for shipped in (KAZAKHSTAN, WEEKENDS):
        if folded == shipped.casefold():
            return shipped
    countries = _countries()
    if folded in countries:
        return countries[folded]
    hint = nearest(folded, [*countries, WEEKENDS])
    raise UsageError(
        Problem(
            Text(
                f"неизвестный календарь `{name}`: ожидается `KZ`, `weekends` или код страны "
                f"либо её части, например `GB` или `GB-ENG`{hint.ru}",
                f"unknown calendar `{name}`: expected `KZ`, `weekends`, or the code of a country "
                f"or of a part of it, such as `GB` or `GB-ENG`{hint.en}",
            )
        )
    )


# --- other countries: the package `holidays` ---


@cache
def _countries() -> Mapping[str, str]:
    """Every name of a country or of its part, in small letters, and the name of its calendar."""
    import holidays

    names: dict[str, str] = {}
    for code, parts in holidays.list_supported_countries().items():
        country = getattr(holidays, code).country
        names[code.casefold()] = country
        for part in parts:
            names[f"{code}-{part}".casefold()] = f"{country}-{part}"
    return names


def _from_holidays(name: str) -> Calendar:
    import holidays

    code, _, part = name.partition("-")
    kind = getattr(holidays, code)
    first_year, last_year = max(YEARS[0], kind.start_year), min(YEARS[-1], kind.end_year)
    languages = sorted(language for language in kind.supported_languages if language.startswith("en"))
    known = kind(
        subdiv=part or None,
        years=range(first_year, last_year + 1),
        language="en_US" if "en_US" in languages else (languages or [None])[0],
    )
    first, last = date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal()
    bits = bytes(
        first <= day <= last and known.is_working_day(date.fromordinal(day)) for day in range(FIRST, LAST + 1)
    )
    reasons = {day.toordinal(): Text(f"праздничный день: {words}", words) for day, words in known.items()}
    reasons |= {day.toordinal(): _WORKED_WEEKEND for day in known.weekend_workdays}
    return Calendar(name, bits, reasons.get, first, last)


_WORKED_WEEKEND = Text("рабочий день: выходной перенесён", "working day: its day off was moved")


# --- small words ---


def _no_reason(_: int) -> None:
    """A calendar without holidays has nothing to say of any day."""


def _over(below: ReasonOf, above: Mapping[int, Text], day: int) -> Text | None:
    return above.get(day) or below(day)


def _cited(reason: Text, source: str) -> Text:
    return Text(f"{reason.ru} ({source})", f"{reason.en} ({source})") if source else reason


def _twice(day: date) -> UsageError:
    return UsageError(
        Problem(
            Text(
                f"день {kazakhstan.russian(day)} исправлен в календаре дважды: оставьте одну строку",
                f"the calendar corrects {day} twice: keep one line",
            )
        )
    )
