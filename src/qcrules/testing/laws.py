"""What must hold of every calendar and of every pack of rules: laws, each a property that anyone can run.

    from qcrules.testing import laws

    @pytest.mark.parametrize("law", [*laws.of_calendar("KZ"), *laws.of_pack("my-regulation/")], ids=str)
    def test_law(law):
        law()

A law draws its own examples (see ``strategies``) under the Hypothesis profile in force; ``law(examples=1000)`` draws
so many. It raises AssertionError with the smallest example that breaks it, and says itself in words.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from attrs import field, frozen
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from qcrules.book import Rulebook, load_rules
from qcrules.calendar import Calendar, Correction, load_calendar
from qcrules.check import EngineName, check
from qcrules.errors import CalendarRangeError
from qcrules.facts import moment_span
from qcrules.finding import Finding, Verdict
from qcrules.interval import MINUTES_A_DAY
from qcrules.rulebook.lowering import verdicts_read
from qcrules.term import Roll, Term, Unit, due_day
from qcrules.text import Text
from qcrules.vocabulary import Field, Type

from .strategies import Pack, Record, Source, calendars, days_of, get, records

_AN_ITEM: Any = {}
DECIDED = (Verdict.COMPLIANT, Verdict.VIOLATED, Verdict.NOT_APPLICABLE)
Key = tuple[str, str | None]


@frozen(eq=False)
class Law:
    """A property with its statement in words. Calling it tries to break it."""

    name: str
    statement: Text
    examples: st.SearchStrategy[Any] = field(repr=False)
    holds: Callable[[Any], None] = field(repr=False)

    def __str__(self) -> str:
        return self.name

    def __call__(self, examples: int | None = None) -> None:
        """Draw examples; AssertionError (or whatever the law's subject raised) for the smallest that breaks it."""

        def law(example: Any) -> None:
            self.holds(example)

        law.__name__ = law.__qualname__ = self.name
        quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
        how: dict[str, Any] = {"max_examples": examples} if examples else {}
        tried = settings(deadline=None, suppress_health_check=quiet, **how)(given(self.examples)(law))
        try:
            tried()
        except Exception as broken:
            broken.add_note(f"{self.name}: {self.statement.en} / {self.statement.ru}")
            raise


# -- calendars ----------------------------------------------------------------------------------------------------


@frozen
class Run:
    """A term that runs from a day on a calendar."""

    calendar: Calendar
    day: int
    term: Term
    before: bool = False
    count_first_day: bool = False
    roll: Roll = "none"

    def due(self, **other: Any) -> int:
        """The due day, with something of it said otherwise."""
        said = {name: getattr(self, name) for name in ("calendar", "day", "term", *_HOW)} | other
        how = {name: said[name] for name in _HOW}
        try:
            return due_day(said["term"], said["day"], said["calendar"], **how)
        except CalendarRangeError:
            assume(False)
            raise

    def __repr__(self) -> str:
        told = [
            f"{name}={getattr(self, name)}" for name in _HOW if getattr(self, name) not in (False, "none")
        ]
        start = date.fromordinal(self.day)
        return f"<{', '.join([self.term.words().en, *told])} from {start} on {self.calendar.id}>"


_HOW = ("before", "count_first_day", "roll")
_ALL = (Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR)
_DAYS = (Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.WEEK)
_MOST = {Unit.MONTH: 30, Unit.QUARTER: 8, Unit.YEAR: 3}


def _term_of(draw: st.DrawFn, units: tuple[Unit, ...]) -> Term:
    unit = draw(st.sampled_from(units))
    return Term(draw(st.integers(0, _MOST.get(unit, 45))), unit)


@st.composite
def _runs(
    draw: st.DrawFn,
    on: Calendar | None,
    units: tuple[Unit, ...] = _ALL,
    plain: bool = False,
    rolled: bool = False,
) -> Run:
    calendar = on or draw(calendars())
    day = draw(days_of(calendar, *_span(calendar))).toordinal()
    term = _term_of(draw, units)
    if plain:
        return Run(calendar, day, term)
    rolls: list[Roll] = ["forward", "back"] if rolled else ["none", "forward", "back"]
    return Run(calendar, day, term, draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from(rolls)))


def _span(calendar: Calendar) -> tuple[date, date]:
    """Four years well inside the calendar."""
    first, last = date.fromordinal(calendar.first), date.fromordinal(calendar.last)
    start = min(max(date(2013, 1, 1), first), last - timedelta(400))
    return start, min(start + timedelta(1460), last)


def _not_sooner(run: Run) -> None:
    assert run.due() >= run.due(term=Term(run.term.count, Unit.CALENDAR_DAY))


def _later_event(drawn: tuple[Run, int]) -> None:
    run, later = drawn
    assert run.due(day=run.day + later) >= run.due()


def _longer_term(drawn: tuple[Run, int]) -> None:
    run, more = drawn
    longer = run.due(term=Term(run.term.count + more, run.term.unit))
    assert longer <= run.due() if run.before else longer >= run.due()


def _in_two_steps(drawn: tuple[Run, int]) -> None:
    run, more = drawn
    second = Term(more, run.term.unit)
    assert run.due(day=run.due(), term=second) == run.due(term=Term(run.term.count + more, run.term.unit))


def _forth_and_back(run: Run) -> None:
    day = run.day
    while not run.calendar.is_working(day):
        day += 1
    there = run.due(day=day)
    assert run.due(day=there, before=True) == day


def _rolled(run: Run) -> None:
    end, due = run.due(roll="none"), run.due()
    assert run.calendar.is_working(due)
    between = range(end, due) if run.roll == "forward" else range(due + 1, end + 1)
    assert (due >= end) if run.roll == "forward" else (due <= end)
    assert not any(run.calendar.is_working(day) for day in between)


def _elsewhere(drawn: tuple[Run, int, bool]) -> None:
    run, away, after = drawn
    days = (run.day, run.due(), run.due(roll="none"))
    changed = max(days) + away if after else min(days) - away
    day = date.fromordinal(changed)
    assume(run.calendar.first < changed < run.calendar.last)
    other = run.calendar.corrected(
        [Correction(day, not run.calendar.is_working(changed), Text.same("changed"), "law")]
    )
    assert other.is_working(changed) is not run.calendar.is_working(changed)
    assert run.due(calendar=other) == run.due()


def _first_day(run: Run) -> None:
    counted, not_counted = run.due(count_first_day=True), run.due(count_first_day=False)
    low, high = sorted((counted, not_counted))
    assert sum(run.calendar.is_working(day) for day in range(low, high)) <= 1
    if not run.calendar.is_working(run.day):
        assert counted == not_counted


def _walked(run: Run) -> None:
    assume(run.term.count > 0)
    step, left, here = -1 if run.before else 1, run.term.count, run.day
    if run.count_first_day and run.calendar.is_working(here):
        left -= 1
    while left > 0:
        here += step
        assume(run.calendar.first <= here <= run.calendar.last)
        left -= run.calendar.is_working(here)
    if run.count_first_day and run.term.count == 1 and run.calendar.is_working(run.day):
        here = run.day
    assert run.due(roll="none") == here


def _counted(run: Run) -> None:
    calendar, day = run.calendar, run.day
    assert calendar.worked(day) - calendar.before(day) == calendar.is_working(day)
    assert calendar.worked(day - 1) == calendar.before(day)
    if calendar.is_working(day):
        assert calendar.nth(calendar.worked(day)) == day
    assert calendar.reason(day) is not None or calendar.is_working(day)


def of_calendar(calendar: Calendar | str | None = None) -> list[Law]:
    """The laws of counting terms on a calendar; on calendars drawn by chance where none is given."""
    on = load_calendar(calendar) if isinstance(calendar, str) else calendar
    working = (Unit.WORKING_DAY,)
    more = st.integers(0, 20)
    return [
        Law(
            "working_days_are_not_sooner",
            Text(
                "срок в рабочих днях кончается не раньше такого же срока в календарных",
                "a term of working days ends no sooner than one of as many calendar days",
            ),
            _runs(on, working, plain=True).filter(lambda run: run.term.count > 0),
            _not_sooner,
        ),
        Law(
            "a_later_event_is_never_due_earlier",
            Text("от более позднего события срок не наступает раньше", "a later event is never due earlier"),
            st.tuples(_runs(on), more),
            _later_event,
        ),
        Law(
            "a_longer_term_is_never_due_earlier",
            Text(
                "более длинный срок не кончается раньше (а назад — позже)",
                "a longer term is never due earlier (backwards: later)",
            ),
            st.tuples(_runs(on), more),
            _longer_term,
        ),
        Law(
            "n_then_m_days_are_n_plus_m",
            Text(
                "n дней, а затем m дней — это n + m дней (о месяцах этого сказать нельзя)",
                "n days and then m days are n + m days (not so for months)",
            ),
            st.tuples(_runs(on, _DAYS, plain=True), more),
            _in_two_steps,
        ),
        Law(
            "working_days_forth_and_back",
            Text(
                "n рабочих дней вперёд от рабочего дня и столько же назад приводят к нему же",
                "n working days on from a working day and as many back lead to it again",
            ),
            _runs(on, working, plain=True),
            _forth_and_back,
        ),
        Law(
            "a_rolled_due_day_is_worked",
            Text(
                "перенесённый последний день — ближайший рабочий с той стороны, куда переносят",
                "a due day with a roll is the nearest working day on the side it is moved to",
            ),
            _runs(on, rolled=True),
            _rolled,
        ),
        Law(
            "a_change_elsewhere_changes_nothing",
            Text(
                "перемена календаря вне срока ничего в нём не меняет",
                "a change of the calendar outside the window changes nothing",
            ),
            st.tuples(_runs(on), st.integers(1, 30), st.booleans()),
            _elsewhere,
        ),
        Law(
            "the_first_day_is_worth_one_working_day",
            Text(
                "два чтения «первого дня» расходятся не больше чем на один рабочий день и совпадают, когда событие "
                "пришлось на выходной",
                "the two readings of “first day” differ by at most one working day, and agree when the event falls "
                "on a day off",
            ),
            _runs(on, working, plain=True).filter(lambda run: run.term.count > 0),
            _first_day,
        ),
        Law(
            "a_term_is_what_one_counts_by_hand",
            Text(
                "срок в рабочих днях — тот, что получится, если считать день за днём",
                "a term of working days is what one gets by counting day by day",
            ),
            _runs(on, working),
            _walked,
        ),
        Law(
            "counting_and_back",
            Text(
                "счёт рабочих дней и обратный поиск сходятся, и у каждого выходного есть причина",
                "counting working days and looking them up agree, and every day off has its reason",
            ),
            _runs(on, working, plain=True),
            _counted,
        ),
    ]


# -- packs --------------------------------------------------------------------------------------------------------


class Subject:
    """A kind of record of a pack, with the checks that a law makes."""

    def __init__(self, book: Rulebook, kind: str, engine: EngineName = "reference") -> None:
        self.book = book
        self.kind = kind
        self.engine = engine

    def __repr__(self) -> str:
        return f"<{self.kind} of {self.book.core.id}>"

    def findings(self, record: Record) -> dict[Key, Finding]:
        """The findings by rule and item; an example that leaves the calendar is no example."""
        try:
            found = check(record, rules=self.book, engine=self.engine).findings
        except CalendarRangeError:
            assume(False)
            raise
        return {(one.rule, one.item): one for one in found}

    def leaves(self, record: Record) -> Iterator[tuple[str, Field, Any]]:
        """Every recorded leaf: its path with the numbers of items, its field, its value."""
        yield from _leaves(self.book.core.vocabulary.kinds[self.kind].root, record[self.kind], "")

    @property
    def edition_dates(self) -> set[str]:
        """The facts that choose the edition: where they are not known, the law's life is assumed."""
        whole = self.book.core.vocabulary.kinds[self.kind]
        inside = f"{whole.inside}." if whole.inside else ""
        return {one.path.removeprefix(inside) for one in self.book.core.edition_dates.get(whole.whole, ())}

    @property
    def consequences(self) -> set[str]:
        """The rules that speak only when another was violated, at any remove."""
        rules = self.book.core.rules[self.book.core.vocabulary.kinds[self.kind].whole]
        return {name for name, rule in rules.items() if verdicts_read(rule)}


def _leaves(whole: Field, record: Mapping[str, Any], path: str) -> Iterator[tuple[str, Field, Any]]:
    for key, value in record.items():
        child, here = whole.children[key], f"{path}.{key}" if path else key
        if child.type is Type.OBJECT and isinstance(value, dict):
            yield from _leaves(child, value, here)
        elif child.type is Type.LIST and isinstance(value, list) and child.children:
            for number, item in enumerate(value, 1):
                yield from _leaves(child, item, f"{here}[{number}]")
        elif child.type is not Type.TABLE:
            yield here, child, value


def _set(record: Record, path: str, value: Any) -> None:
    """Set a leaf that is there already."""
    here: Any = record
    *above, last = path.split(".")
    for step in above:
        name, _, number = step.partition("[")
        here = here[name][int(number[:-1]) - 1] if number else here[name]
    here[last] = value


@st.composite
def _sharper(draw: st.DrawFn, subject: Subject, near: bool) -> tuple[Record, Record]:
    """A record, and one in which some facts are known better."""
    record = draw(records(subject.book, subject.kind, near_deadlines=near))
    better = copy.deepcopy(record)
    vague = [
        (path, fact, value)
        for path, fact, value in subject.leaves(record)
        if _is_vague(fact, value) and path not in subject.edition_dates
    ]
    assume(vague)
    numbers = draw(st.lists(st.integers(0, len(vague) - 1), min_size=1, max_size=6, unique=True))
    for path, fact, value in (vague[number] for number in numbers):
        _set(better[subject.kind], path, _better(draw, fact, value))
    return record, better


def _is_vague(fact: Field, value: Any) -> bool:
    return value == "?" or (
        fact.type in (Type.EVENT, Type.DATE) and isinstance(value, str) and len(value) != 16
    )


def _better(draw: st.DrawFn, fact: Field, value: Any) -> Any:
    """One exact value of those that a vague one allows."""
    if fact.type in (Type.EVENT, Type.DATE):
        if value == "?":
            return draw(st.none() | days_of(load_calendar("KZ")).map(str))
        span = moment_span(value)
        assert span is not None
        minute = draw(st.sampled_from(span) | st.integers(*span))
        hour = f"{minute % MINUTES_A_DAY // 60:02}:{minute % 60:02}"
        return f"{date.fromordinal(minute // MINUTES_A_DAY)} {hour}"
    exact: dict[Type, st.SearchStrategy[Any]] = {
        Type.BOOL: st.booleans(),
        Type.CHOICE: st.sampled_from(["—", *(option.key for option in fact.options)]),
        Type.SET: st.lists(st.sampled_from([option.key for option in fact.options] or ["—"]), unique=True),
        Type.NUMBER: st.integers(0, 40),
        Type.YEAR: st.integers(2012, 2016),
        Type.MONTH: days_of(load_calendar("KZ")).map(lambda day: f"{day:%Y-%m}"),
        Type.TEXT: st.sampled_from(["текст", None]),
        Type.OBJECT: st.sampled_from([None, {}]),
        Type.LIST: st.sampled_from([None, [], [_AN_ITEM if fact.children else "текст"]]),
        Type.TABLE: st.just("?"),
    }
    return draw(exact[fact.type])


def _sound(subject: Subject, drawn: tuple[Record, Record]) -> None:
    vague, better = (subject.findings(record) for record in drawn)
    for (rule, item), finding in better.items():
        before = vague.get((rule, item)) or vague.get((rule, None))
        if before is None or before.verdict is finding.verdict:
            continue
        allowed = (Verdict.PENDING, Verdict.VIOLATED) if before.verdict is Verdict.PENDING else tuple(Verdict)
        assert before.verdict not in DECIDED, (rule, item, before.verdict, finding.verdict)
        assert finding.verdict in allowed or rule in subject.consequences, (
            rule,
            before.verdict,
            finding.verdict,
        )


@st.composite
def _records_and_days(draw: st.DrawFn, subject: Subject) -> tuple[Record, int]:
    """A record in which everything is dated before the day of the check, and how much later to look again."""
    record = draw(records(subject.book, subject.kind, near_deadlines=True))
    days = [date.fromisoformat(record["as_of"])]
    for _, fact, value in subject.leaves(record):
        if fact.type is Type.EVENT and isinstance(value, str) and value != "?":
            span = moment_span(value)
            assert span is not None
            days.append(date.fromordinal(span[1] // MINUTES_A_DAY))
    return {**record, "as_of": str(max(days))}, draw(st.integers(1, 8) | st.integers(9, 400))


def _time(subject: Subject, drawn: tuple[Record, int]) -> None:
    record, later = drawn
    day = date.fromisoformat(record["as_of"]) + timedelta(later)
    now, then = subject.findings(record), subject.findings({**record, "as_of": str(day)})
    assert list(now) == list(then)
    for (rule, item), finding in now.items():
        if rule in subject.consequences:
            continue
        verdict = then[rule, item].verdict
        allowed = {finding.verdict} | ({Verdict.VIOLATED} if finding.verdict is Verdict.PENDING else set())
        assert verdict in allowed, (rule, item, finding.verdict, verdict)


@st.composite
def _shuffled(draw: st.DrawFn, subject: Subject) -> tuple[Record, Record]:
    record = draw(records(subject.book, subject.kind, near_deadlines=True))
    return record, {**record, subject.kind: _in_another_order(draw, record[subject.kind])}


def _in_another_order(draw: st.DrawFn, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _in_another_order(draw, value[key]) for key in draw(st.permutations(list(value)))}
    if isinstance(value, list):
        return [_in_another_order(draw, item) for item in value]
    return value


def _order(subject: Subject, drawn: tuple[Record, Record]) -> None:
    one, other = (subject.findings(record) for record in drawn)
    assert list(one) == list(other)
    assert [(found.verdict, found.due) for found in one.values()] == [
        (found.verdict, found.due) for found in other.values()
    ]


@st.composite
def _changed(draw: st.DrawFn, subject: Subject) -> tuple[Record, Record, str]:
    record = draw(records(subject.book, subject.kind, near_deadlines=True))
    donor = draw(records(subject.book, subject.kind))
    places = [
        path
        for path, fact, _ in subject.leaves(record)
        if fact.type not in (Type.LIST, Type.OBJECT, Type.TABLE) and path not in subject.edition_dates
    ]
    assume(places)
    path = draw(st.sampled_from(places))
    other = copy.deepcopy(record)
    given_ = get(donor[subject.kind], "".join(c for c in path if not c.isdigit()) if "[" in path else path)
    value = given_ if given_ is not None else draw(st.sampled_from([None, "?"]))
    _set(other[subject.kind], path, value)
    return record, other, path


def _local(subject: Subject, drawn: tuple[Record, Record, str]) -> None:
    record, other, path = drawn
    whole = subject.book.core.vocabulary.kinds[subject.kind]
    full = f"{whole.inside}.{path}" if whole.inside else path
    before, after = subject.findings(record), subject.findings(other)
    for key, finding in before.items():
        if key not in after:  # the columns of a table come and go with the month that is reported
            continue
        if finding.verdict is not after[key].verdict and key[0] not in subject.consequences:
            named = {one.field for one in (*finding.evidence, *after[key].evidence)}
            assert full.replace("[]", "[1]") in named, (key, finding.verdict, after[key].verdict, full, named)


def _named(subject: Subject, record: Record) -> None:
    rules = subject.book.core.rules[subject.book.core.vocabulary.kinds[subject.kind].whole]
    for finding in subject.findings(record).values():
        decidable = any(form.requirement is not None for form in rules[finding.rule].forms.values())
        if finding.verdict is Verdict.UNDETERMINED and decidable:
            assert finding.missing, finding
        if finding.verdict in DECIDED:
            assert not finding.missing, finding


def of_pack(pack: Pack = None, kind: str | None = None, *, engine: EngineName = "reference") -> list[Law]:
    """The laws of a pack's findings, for one kind of record or (None) its first."""
    book = pack if isinstance(pack, Rulebook) else load_rules(pack)
    subject = Subject(book, kind or next(iter(book.core.vocabulary.kinds)), engine)
    Source.of(book, subject.kind)
    return [
        Law(
            "not_knowing_is_sound",
            Text(
                "если неточный или неизвестный факт заменить любым точным, который он допускает, решённый вывод не "
                "изменится",
                "replace a vague or unknown fact by any exact one that it allows: a decided verdict never changes",
            ),
            _sharper(subject, near=True) | _sharper(subject, near=False),
            partial(_sound, subject),
        ),
        Law(
            "what_is_undetermined_names_what_is_missing",
            Text(
                "вывод «недостаточно данных» называет факты, которых не хватает, а решённый — никаких",
                "an undetermined finding names the facts that are missing, a decided one none",
            ),
            records(book, subject.kind, near_deadlines=True),
            partial(_named, subject),
        ),
        Law(
            "time_alone_violates_only_what_is_pending",
            Text(
                "когда идёт время и больше ничего не записано, «срок не истёк» становится только нарушением, "
                "а решённое не меняется",
                "as the day of the check moves on and nothing else is recorded, pending becomes only violated, and "
                "nothing decided changes",
            ),
            _records_and_days(subject),
            partial(_time, subject),
        ),
        Law(
            "order_does_not_matter",
            Text(
                "факты в любом порядке дают те же выводы в том же порядке",
                "facts in any order give the same findings, in the same order",
            ),
            _shuffled(subject),
            partial(_order, subject),
        ),
        Law(
            "a_fact_changes_only_what_names_it",
            Text(
                "перемена факта меняет только те выводы, чьи основания его называют",
                "changing a fact changes only findings whose evidence names it",
            ),
            _changed(subject),
            partial(_local, subject),
        ),
    ]
