"""Conditions and records by chance, and what each means at every single point of the record's intervals.

Nothing here uses intervals, scales, lowering or an engine: a condition is a plain function of a *point*, which
gives each fact one value, and a term is found by walking the calendar day by day. So it can judge those who do.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import Any

from attrs import evolve, field, frozen
from hypothesis import strategies as st

from qcrules.time.calendar import Calendar, load_calendar

DAY = 1440
NEVER = 1 << 60
MONDAY = date(2014, 3, 3).toordinal()  # 8 to 10 and 21 to 25 March are days off in Kazakhstan
LONG_AGO = (MONDAY - 200) * DAY
MUCH_LATER = (MONDAY + 400) * DAY
CALENDAR: Calendar = load_calendar("KZ")
ELSE = "иначе"
ON_CALENDAR = "@calendar"
"""Among what a condition reads: whatever chooses the calendar of its terms."""

Point = dict[str, Any]
Holds = Callable[[Point], bool]

EVENTS = ("lent_at", "returned_at", "reminded_at")
MOMENTS = (*EVENTS, "due_on")
BOOLS = ("paid", "damaged")
NUMBERS = ("renewals", "limit")
OPTIONS = ("ordinary", "night", "hall")
MARKS = ("stamp", "note", "fine")

DEFINITIONS = {
    "start": {
        "путь": "start",
        "тип": "событие",
        "норма": "п.1",
        "варианты": [{"если": {"paid": "yes"}, "это": "returned_at"}, {"это": "lent_at"}],
    },
    "first_claim": {
        "путь": "first_claim",
        "тип": "событие",
        "норма": "п.1",
        "варианты": [
            {
                "это": {
                    "самое_раннее": {"в": "claims", "где": {"claims.upheld": "yes"}, "что": "claims.made_at"}
                }
            }
        ],
    },
}
BEHIND = {"start": ("paid", "returned_at", "lent_at"), "first_claim": ("claims",)}


# -- conditions: the words of the pack, and the meaning at a point ------------------------------------------------


@frozen
class Said:
    """A condition. ``started``: the moments that must have happened for its terms to run."""

    words: dict[str, Any]
    holds: Holds
    started: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    exact: bool = True
    terms: int = 0
    begun: tuple[Holds, ...] = ()

    def running(self, point: Point) -> bool:
        """The condition, whose terms must run."""
        return self.runs(point) and self.holds(point)

    def but(self, excepted: Said) -> Said:
        """The condition where an exception does not hold."""
        reads = (*self.reads, *excepted.reads, *excepted.started)
        return evolve(
            self, holds=lambda p: self.holds(p) and not excepted.running(p), reads=reads, exact=False
        )

    def runs(self, point: Point) -> bool:
        """Have the moments happened from which its terms run?"""
        return all(point[name] < NEVER for name in self.started) and all(one(point) for one in self.begun)


@frozen
class Term:
    """So many units."""

    count: int
    unit: str

    @property
    def words(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def calendar_of(point: Point) -> Calendar:
    """On whose working days terms are counted: by the option of a fact, where the pack says so."""
    calendars: dict[str, Calendar] = point["calendars"]
    return calendars.get(point.get("kind", ELSE), calendars[ELSE])


def end_of(term: Term, day: int, back: bool, counted: bool, calendar: Calendar = CALENDAR) -> int:
    """The last day of a term, walked day by day."""
    step = -1 if back else 1
    if term.unit == "working day":
        left, here = term.count, day
        if counted and calendar.is_working(day):
            left -= 1
        while left > 0:
            here += step
            left -= calendar.is_working(here)
        return here
    if term.unit == "month":
        start = date.fromordinal(day)
        year, month = divmod(start.year * 12 + start.month - 1 + step * term.count, 12)
        end = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()
    else:
        end = day + step * term.count * {"calendar day": 1, "week": 7}[term.unit]
    return end - step if counted else end


def rolled(day: int, roll: str, calendar: Calendar = CALENDAR) -> int:
    """Moved off the days off."""
    while roll != "нет" and not calendar.is_working(day):
        day += 1 if roll == "вперёд" else -1
    return day


def day_of(minute: int) -> int:
    return minute if minute == NEVER else minute // DAY


terms = st.one_of(
    st.builds(Term, st.integers(1, 4), st.just("working day")),
    st.builds(Term, st.integers(0, 5), st.just("calendar day")),
    st.builds(Term, st.just(1), st.sampled_from(["week", "month"])),
    st.builds(Term, st.integers(1, 60), st.just("hour")),
)


def awaited(point: Point, name: str, term: bool) -> int:
    """An event that is held against a term; where a condition asks whether it is late, it may still come today."""
    here: int = point[name]
    may_come = term and here == NEVER and name != "due_on" and point.get("denied", False)
    return point["asked"] if may_come and "asked" in point else here


@frozen
class SaidCounting:
    """How a term is counted: what it says itself, and what its pack says for it (``counting`` of a point)."""

    words: dict[str, Any]
    of_days: bool
    rolls: bool

    def first(self, point: Point) -> bool:
        """Does the first day count?"""
        said = self.words.get("первый_день")
        return said == "считается" if said or not self.of_days else point["counting"][0]

    def roll(self, point: Point) -> str:
        """Where it goes from a day off."""
        said: str | None = self.words.get("перенос")
        return said or (point["counting"][1] if self.rolls else "нет")

    def end(self, point: Point, start: int, term: Term, back: bool) -> int:
        """The last day of a term; of one in hours the minute."""
        if start == NEVER:
            return NEVER
        calendar = calendar_of(point)
        if term.unit == "hour":
            end = start + term.count * 60 * (-1 if back else 1)
            return rolled(end // DAY, self.roll(point), calendar) * DAY + end % DAY
        last = end_of(term, day_of(start), back, self.first(point), calendar)
        return rolled(last, self.roll(point), calendar)


@st.composite
def countings(draw: st.DrawFn, term: Term | None, by_pack: bool) -> SaidCounting:
    """What a term says of its counting; ``by_pack``: what it leaves out the pack says, if its unit is one."""
    unit = term.unit if term is not None else ""
    hours, words = unit == "hour", {}
    if unit and not hours and draw(st.booleans()):
        words["первый_день"] = draw(st.sampled_from(["считается", "не_считается"]))
    if draw(st.booleans()):
        words["перенос"] = draw(st.sampled_from(["нет", "вперёд", "назад"]))
    return SaidCounting(words, by_pack and not hours, by_pack and unit not in ("hour", "working day"))


@st.composite
def timed(draw: st.DrawFn, moments: Sequence[str]) -> Said:
    """``не_позднее`` and ``не_ранее`` in their three shapes."""
    what, base = draw(st.permutations(moments))[:2]
    verb = draw(st.sampled_from(["не_позднее", "не_ранее"]))
    shape = draw(st.sampled_from(["чем", "через", "за"]))
    term = draw(terms)
    counting = draw(countings(term if shape != "чем" else None, shape == "через"))
    words: dict[str, Any] = {"что": what, **counting.words}
    if shape == "чем":
        words |= {"чем": base}
    else:
        words |= {shape: term.words, {"через": "после", "за": "до"}[shape]: base}
    hours = shape != "чем" and term.unit == "hour"

    def due(point: Point) -> int:
        if shape != "чем":
            return counting.end(point, point[base], term, shape == "за")
        if point[base] == NEVER:
            return NEVER
        return rolled(day_of(point[base]), counting.roll(point), calendar_of(point))

    def holds(point: Point) -> bool:
        done = awaited(point, what, verb == "не_позднее" and (shape != "чем" or base == "due_on"))
        done = done if hours else day_of(done)
        return done <= due(point) if verb == "не_позднее" else done >= due(point)

    runs = shape != "чем" or base == "due_on"
    reads = (what, base, ON_CALENDAR)
    return Said({verb: words}, holds, (base,) if runs else (), reads, terms=shape != "чем")


@frozen
class SaidMoment:
    """A moment as an expression: its words, the minute that it is at a point, whether its term has begun."""

    words: Any
    at: Callable[[Point], int]
    begun: Holds
    reads: tuple[str, ...]
    event: bool
    minutes: bool = False


def last_of(day: int) -> int:
    return day if day == NEVER else day * DAY + DAY - 1


@st.composite
def moments_said(draw: st.DrawFn, names: Sequence[str], depth: int = 2) -> SaidMoment:
    """Any moment that can be said of some."""
    kinds = ["name", "within", "within", "by_case", "before", "of", "cases", "day", "passed"]
    kinds = kinds if depth else ["name"]
    kind = draw(st.sampled_from(kinds))
    if kind == "name":
        name = draw(st.sampled_from(names))
        return SaidMoment(name, lambda p: p[name], lambda p: p[name] < NEVER, (name,), name != "due_on")
    one = draw(moments_said(names, depth - 1))
    if kind in ("within", "before", "by_case"):
        return draw(ends_of_terms(one, kind))
    if kind == "day":
        number, ahead = draw(st.integers(1, 31)), draw(st.booleans())
        month = {"после": one.words} if ahead else one.words

        def built(point: Point) -> int:
            at = one.at(point)
            if at == NEVER:
                return NEVER
            here = date.fromordinal(at // DAY)
            year, month = divmod(here.year * 12 + here.month - 1 + ahead, 12)
            last = monthrange(year, month + 1)[1]
            return last_of(date(year, month + 1, min(number, last)).toordinal())

        words = {"дата": {"день": number, "месяц": month}}
        return SaidMoment(words, built, lambda p: one.at(p) < NEVER, one.reads, False)
    if kind == "passed":
        name = draw(st.sampled_from(EVENTS))

        def deemed(point: Point) -> int:
            passed = one.at(point)
            if passed == NEVER:
                return NEVER
            if one.minutes:
                after, in_time = passed + 1, point[name] <= passed
            else:
                after, in_time = (day_of(passed) + 1) * DAY, day_of(point[name]) <= day_of(passed)
            return NEVER if in_time or after >= point.get("tomorrow", NEVER) else after

        words = {"истекло": one.words, "без": name}
        return SaidMoment(words, deemed, lambda p: deemed(p) < NEVER, (*one.reads, name), True, one.minutes)
    other = draw(moments_said(names, depth - 1))
    reads, minutes = (*one.reads, *other.reads), one.minutes or other.minutes
    event = one.event and other.event
    if kind == "of":
        later = draw(st.booleans())
        best, every_one = (max, all) if later else (min, any)
        return SaidMoment(
            {"позднее_из" if later else "раньше_из": [one.words, other.words]},
            lambda p: best(one.at(p), other.at(p)),
            lambda p: every_one((one.begun(p), other.begun(p))),
            reads,
            event,
            minutes,
        )
    words = [{"если": {"paid": "да"}, "это": one.words}, {"это": other.words}]

    def chosen(point: Point) -> int:
        return one.at(point) if point["paid"] else other.at(point)

    return SaidMoment(words, chosen, lambda p: chosen(p) < NEVER, ("paid", *reads), event, minutes)


@st.composite
def ends_of_terms(draw: st.DrawFn, one: SaidMoment, kind: str) -> SaidMoment:
    """The end of a term from a moment, or the day so long before it; of one term, or of one by a condition."""
    term, back = draw(terms), kind == "before"
    other = (
        draw(terms.filter(lambda t: (t.unit == "hour") == (term.unit == "hour")))
        if kind == "by_case"
        else term
    )
    hours = term.unit == "hour"
    rests = {term.unit, other.unit}
    counting = draw(countings(term, not back and len(rests) == 1))
    if len(rests) > 1:  # what a pack says of one unit it does not say of another
        counting = evolve(counting, words={"первый_день": "считается", "перенос": "нет", **counting.words})
    length = (
        [{"если": {"paid": "да"}, "это": term.words}, {"это": other.words}]
        if kind == "by_case"
        else term.words
    )
    words = {"за" if back else "через": length, "до" if back else "после": one.words, **counting.words}

    def end(point: Point) -> int:
        chosen = term if kind != "by_case" or point["paid"] else other
        at = counting.end(point, one.at(point), chosen, back)
        return at if hours else last_of(at)

    reads = (*(("paid",) if kind == "by_case" else ()), *one.reads, ON_CALENDAR)
    return SaidMoment(words, end, one.begun, reads, False, hours)


@st.composite
def against_a_moment(draw: st.DrawFn, moments: Sequence[str]) -> Said:
    """``не_позднее`` and ``не_ранее`` than an expression."""
    what, limit = draw(st.sampled_from(moments)), draw(moments_said(moments))
    verb = draw(st.sampled_from(["не_позднее", "не_ранее"] if not limit.minutes else ["не_позднее"]))

    def holds(point: Point) -> bool:
        done, due = awaited(point, what, verb == "не_позднее" and not limit.event), limit.at(point)
        if not limit.minutes:
            done, due = day_of(done), day_of(due)
        return done <= due if verb == "не_позднее" else done >= due

    begun = () if limit.event else (limit.begun,)
    reads = (what, *limit.reads)
    return Said({verb: {"что": what, "чем": limit.words}}, holds, (), reads, False, 0, begun)


@st.composite
def no_longer(draw: st.DrawFn, moments: Sequence[str]) -> Said:
    """``не_дольше``."""
    start, end = draw(st.permutations(moments))[:2]
    counted, term = draw(st.booleans()), draw(terms)
    first = "считается" if counted else "не_считается"
    words = {"не_дольше": {"от": start, "до": end, "срок": term.words}}
    if term.unit != "hour":
        words["не_дольше"]["первый_день"] = first

    def holds(point: Point) -> bool:
        a, b = point[start], awaited(point, end, True)
        if NEVER in (a, b):
            return b <= a
        if term.unit == "hour":
            return b - a <= term.count * 60
        a, b = day_of(a), day_of(b)
        if term.unit == "working day":
            worked = sum(map(calendar_of(point).is_working, range(a if counted else a + 1, b + 1)))
            return worked <= term.count
        return b <= end_of(term, a, False, counted)

    return Said(words, holds, (start,), (start, end, ON_CALENDAR), terms=1)


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


COMPARED: dict[str, Callable[[int, int], bool]] = {
    "не_больше": int.__le__,
    "не_меньше": int.__ge__,
    "больше": int.__gt__,
    "меньше": int.__lt__,
}


@st.composite
def compared(draw: st.DrawFn, numbers: st.SearchStrategy[SaidNumber]) -> Said:
    """Numbers held against each other."""
    verb = draw(st.sampled_from([*COMPARED, "в_пределах", "равно", "поле"]))
    one, other = draw(numbers), draw(numbers)
    reads, exact = (*one.reads, *other.reads), one.exact and other.exact
    if verb in COMPARED:
        words = {verb: {"что": one.words, "чем": other.words}}
        return Said(words, lambda p: COMPARED[verb](one.at(p), other.at(p)), (), reads, exact)
    least, most = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    if verb == "в_пределах":
        words = {verb: {"что": one.words, "от": least, "до": most}}
        return Said(words, lambda p: least <= one.at(p) <= most, (), (*one.reads, *one.reads), one.exact)
    if verb == "поле" or isinstance(one.words, int):
        return Said({"limit": least}, lambda p: p["limit"] == least, (), ("limit",))
    return Said(
        {verb: {"что": one.words, "чему": least}}, lambda p: one.at(p) == least, (), one.reads, one.exact
    )


@st.composite
def atoms(draw: st.DrawFn, moments: Sequence[str]) -> Said:
    """Every verb that has no condition inside."""
    kind = draw(
        st.sampled_from(
            ["timed"] * 3
            + ["moment"] * 3
            + ["longer"] * 2
            + ["has", "bool", "choice", "set", "number", "same"]
        )
    )
    if kind == "timed":
        return draw(timed(moments))
    if kind == "moment":
        return draw(against_a_moment(moments))
    if kind == "longer":
        return draw(no_longer(moments))
    if kind == "has":
        names = draw(st.lists(st.sampled_from(moments), min_size=1, max_size=2, unique=True))
        return Said({"есть": names}, lambda p: all(p[name] < NEVER for name in names), (), tuple(names))
    if kind == "bool":
        name, value = draw(st.sampled_from(BOOLS)), draw(st.booleans())
        return Said({name: "да" if value else "нет"}, lambda p: p[name] is value, (), (name,))
    if kind == "choice":
        some = draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=3, unique=True))
        return Said({"одно_из": {"что": "kind", "из": some}}, lambda p: p["kind"] in some, (), ("kind",))
    if kind == "set":
        some = draw(st.lists(st.sampled_from(MARKS), min_size=1, max_size=2, unique=True))
        return Said(
            {"содержит": {"в": "marks", "что": some}}, lambda p: p["marks"] >= set(some), (), ("marks",)
        )
    if kind == "number":
        return draw(compared(numbers_said()))
    one, other = draw(st.permutations(EVENTS))[:2]
    return Said(
        {"равно": {"что": one, "чему": other}}, lambda p: day_of(p[one]) == day_of(p[other]), (), (one, other)
    )


def some_claims(upheld: bool, made: bool) -> tuple[dict[str, Any], Callable[[Any], bool]]:
    """Which claims: the condition in words, and whether one is such."""
    where: dict[str, Any] = {"claims.upheld": "да" if upheld else "нет"}
    if made:
        where["есть"] = "claims.made_at"
    return where, lambda item: item["upheld"] is upheld and (not made or item["made_at"] < NEVER)


@st.composite
def some_claim(draw: st.DrawFn) -> Said:
    """``хотя_бы_один``."""
    made = draw(st.booleans())
    where, such = some_claims(draw(st.booleans()), made)

    def holds(point: Point) -> bool:
        return any(map(such, [*point["claims"], *(point.get("added", ()) if made else ())]))

    return Said({"хотя_бы_один": {"в": "claims", "где": where}}, holds, (), ("claims",), exact=False)


def conditions(moments: Sequence[str] = MOMENTS, lists: bool = False) -> st.SearchStrategy[Said]:
    """Any condition over some moments."""
    leaves = atoms(moments)
    if lists:
        leaves = st.one_of(leaves, leaves, some_claim(), compared(numbers_said(lists=True)))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(every),
            st.lists(inner, min_size=2, max_size=3).map(some),
            inner.map(denied),
        ),
        max_leaves=3,
    )


def every(parts: list[Said]) -> Said:
    joined = _join(
        "все", parts, tuple(n for one in parts for n in one.started), lambda p: all(c.holds(p) for c in parts)
    )
    return evolve(joined, begun=tuple(begun for one in parts for begun in one.begun))


def some(parts: list[Said]) -> Said:
    return _join("любое", parts, (), lambda p: any(c.running(p) for c in parts))


def denied(part: Said) -> Said:
    def fails(point: Point) -> bool:
        return not part.running({**point, "denied": not point.get("denied", False)})

    joined = _join("не", [part], (), fails)
    return evolve(joined, words={"не": part.words})


def _join(verb: str, parts: list[Said], started: tuple[str, ...], holds: Holds) -> Said:
    # inside "or" and "not" a term asks whether it runs, which reads its base a second time
    inner = () if verb == "все" else tuple(n for one in parts for n in one.started)
    reads = (*(n for one in parts for n in one.reads), *inner)
    words = [one.words for one in parts]
    exact, terms = all(one.exact for one in parts), sum(one.terms for one in parts)
    return Said({verb: words}, holds, started, reads, exact, terms)


def duties(moments: Sequence[str] = MOMENTS, lists: bool = False) -> st.SearchStrategy[Said]:
    """Any requirement: a rule has one term."""
    return conditions(moments, lists).filter(lambda need: need.terms < 2)


# -- records: what is written, and every point that it may be -----------------------------------------------------


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
    unknown = [LONG_AGO, *(day * DAY for day in week), MUCH_LATER, NEVER]
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
    if name in EVENTS:  # what is dated after the day of the check has not happened
        minutes = list(dict.fromkeys(m if m < made.tomorrow else NEVER for m in minutes))
    made.values[name] = minutes


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


# -- what an answer may be ----------------------------------------------------------------------------------------


@frozen
class Truths:
    """What the condition, the requirement now, and the requirement in some future are at all points."""

    applies: frozenset[bool]
    now: frozenset[bool]
    later: frozenset[bool]

    @property
    def verdict(self) -> str:
        """The verdict of one who sees every point."""
        if True not in self.applies:
            return "not_applicable"
        if len(self.applies) > 1:
            return "undetermined"
        if self.now == {True}:
            return "compliant"
        if True in self.now:
            return "undetermined"
        return "pending" if True in self.later else "violated"

    def allow(self, verdict: str) -> bool:
        """May an engine, which need not see every point, say so? What it decides must hold at every point."""
        if verdict == "not_applicable":
            return True not in self.applies
        if verdict == "compliant":
            return self.applies == {True} and self.now == {True}
        if verdict == "pending":
            return self.applies == {True} and self.now == {False}
        if verdict == "violated":
            return self.applies == {True} and self.now == {False} and self.later == {False}
        return verdict == "undetermined"


def enumerated(condition: Said, need: Said, forbidden: bool, record: Record) -> Truths:
    """All points of the record, and of all that may come of them."""
    names = {*condition.reads, *condition.started, *need.reads, *need.started}
    applies, now, later = set(), set(), set()
    for point in record.points(names):
        started = need.runs(point)
        applies.add(started and condition.running({**point, "asked": record.as_of * DAY}))
        now.add(need.holds(point) is not forbidden)
        if not (True in later and False in later):
            later.update(need.holds(future) is not forbidden for future in record.futures(point, names))
    return Truths(frozenset(applies), frozenset(now), frozenset(later))


def reads_once(condition: Said, need: Said, record: Record) -> bool:
    """Is each vague fact read once by the condition, and once by the requirement?"""

    def vague(name: str) -> bool:
        return len(record.values[name]) > 1 or (name in EVENTS and record.values[name] == [NEVER])

    def may_not_have_happened(name: str) -> bool:
        values = record.values.get(name, [])
        return NEVER in values and len(values) > 1

    if not (condition.exact and need.exact):
        return False
    gates = [n for n in (*condition.started, *need.started) if may_not_have_happened(n)]
    for reads in ((*condition.reads, *gates), need.reads):
        if any(name in DEFINITIONS for name in reads):
            return False
        known = (one for name in reads for one in record.behind(name))
        if any(many > 1 and vague(name) for name, many in Counter(known).items()):
            return False
    return True
