"""Rulebooks by chance: any verbs, nesting, strata, readings and lists; every engine, and an enumeration of points."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from hypothesis import event
from hypothesis import strategies as st
from packs import HEAD, VOCABULARY, load, page, rule
from points.conditions import Said, conditions, duties
from points.facts import CALENDAR, DEFINITIONS, ELSE, EVENTS, MOMENTS, OPTIONS
from points.records import Record, records
from points.terms import Term as Asked
from points.terms import end_of, rolled
from points.truths import enumerated, reads_once

from qcrules.judge.check import check
from qcrules.judge.judgement import EngineName
from qcrules.judge.rulebook import Rulebook
from qcrules.testing.laws.completeness import complete
from qcrules.testing.laws.judging import KindUnderLaw, time_alone_violates_only_what_is_pending
from qcrules.testing.strategies import days_of
from qcrules.time.calendar import Calendar, load_calendar
from qcrules.time.term import Term, Unit

ENGINES: tuple[EngineName, ...] = (
    "reference",
    *(("durable",) if find_spec("durable_rules_engine") else ()),
    *(("columnar",) if find_spec("numpy") else ()),
)
_PLAIN = HEAD.replace("weekends", "KZ").replace("редакция_по: {loan: [lent_at]}\n", "")
_HEAD = f"{_PLAIN}редакция_по: {{loan: [issued_on]}}\n"
_VOCABULARY = VOCABULARY.replace(
    "      month: {", "      issued_on: {термин: выписана, тип: дата}\n      month: {"
)
_VOCABULARY = _VOCABULARY.replace(
    "          kind: {термин: вид, ",
    "          fee: {термин: сбор, тип: число}\n          kind: {термин: вид, ",
)
UNSAID = {"damaged": "да_нет", "paid": "да_нет", "reminded_at": "событие", "kind": "выбор"}
"""Facts of whose silence a vocabulary may say what it means, with their types."""
SINCE = date(2014, 3, 1)
"""The day from which a unit of the generated text is there."""
DATES = re.compile(r"\d{4}-\d{2}-\d{2}")
_ALL = (*MOMENTS, "start", "first_claim")
_OF_SEATS = {"number": "2", "front": "вид: seat\n"}
_LOAN = _VOCABULARY.partition("  loan:\n")[2].partition("  reader: {")[0]
_VOCABULARY += "  seat:\n" + _LOAN.replace("термин: выдача", "термин: место")
ALWAYS = Said({}, lambda point: True)


@frozen
class Drawn:
    """A rulebook of two strata, the first rule read in two ways; and a record to judge by it."""

    condition: Said
    ways: tuple[Said, Said]
    forbidden: bool
    then_condition: Said
    then: Said
    record: Record
    calendar: Any
    """On which the terms of the pack are counted: one, or one that the option of a fact chooses."""
    elsewhere: Any
    """On which those of one more rule are."""
    excepted: Said
    issued: date
    """The day of the edition. What excepts, and the second rule where it is ``later``, stand in a unit that is there
    since SINCE."""
    later: bool
    counting: tuple[tuple[bool, str], tuple[bool, str]]
    """How the pack counts terms, under each of the two readings."""
    wider: dict[str, Any]
    """A requirement of yet another rule of which the engines have only to agree."""
    beside: Said
    """What is required of a record of another kind that stands in the same case file."""
    other: Record

    @property
    def rules(self) -> list[dict[str, Any]]:
        duty = "запрещено" if self.forbidden else "требуется"
        one, other = (way.words for way in self.ways)
        return [
            rule(
                "p1-first",
                **{"если": self.condition.words, duty: {"чтение": "p1-way", "one": one, "other": other}},
                кроме={"норма": "п.1 ч.2", "если": self.excepted.words},
            ),
            rule(
                "p1-second",
                норма="п.1 ч.2" if self.later else "п.1",
                если={"все": [{"вердикт": "p1-first"}, self.then_condition.words]},
                требуется=self.then.words,
            ),
            rule("p1-third", требуется={"не": {"вердикт": "p1-first"}}),
            rule("p1-elsewhere", календарь=self.elsewhere, требуется=self.then.words),
            rule("p1-wider", требуется=self.wider),
        ]

    @property
    def there(self) -> bool:
        """Is the later unit there, on the day of the edition?"""
        return self.issued >= SINCE

    @property
    def head(self) -> str:
        """pack.yaml: how terms are counted, by the reading."""
        first, roll = (
            {"чтение": "p1-way", "one": one, "other": other}
            for one, other in zip(*((_FIRST[first], roll) for first, roll in self.counting), strict=True)
        )
        said = {"первый_день": first, "перенос": roll, "норма": "п.1 ч.3"}
        head = _HEAD.replace("календарь: KZ", f"календарь: {json.dumps(self.calendar, ensure_ascii=False)}")
        return f"{head}счёт: {json.dumps(said, ensure_ascii=False)}\n"

    @property
    def vocabulary(self) -> str:
        """vocabulary.yaml: what silence means."""
        words = _VOCABULARY
        for name, meaning in self.record.unsaid.items():
            words, count = re.subn(
                rf"( {name}: {{термин: .*тип: {UNSAID[name]})",
                rf"\1, если_не_сказано: {meaning}",
                words,
                count=1,
            )
            assert count == 1, name
        return words

    @property
    def written(self) -> dict[str, Any]:
        """The record, with the day of its edition."""
        return {**self.record.written, "issued_on": str(self.issued)}

    def case_file(self, folder: Path) -> Path:
        """Both records, in one file."""
        path = folder / "both.json"
        path.write_text(json.dumps({"loan": self.written, "seat": self.other.written}), encoding="utf-8")
        return path

    def book(self, folder: Path) -> Rulebook:
        """The rulebook in a folder."""
        return load(
            folder,
            self.rules,
            head=self.head,
            vocabulary=self.vocabulary,
            definitions=DEFINITIONS,
            readings=READINGS,
            front=f"введена: {{п.1 ч.2: {SINCE}}}\n",
            pages={"p2.md": page([rule("p2-rule", норма="п.2", требуется=self.beside.words)], **_OF_SEATS)},
        )


_FIRST = {True: "считается", False: "не_считается"}
READINGS = {
    "p1-way": {
        "вопрос": {"ru": "Как?", "en": "How?"},
        "варианты": {
            "one": {"ru": "так", "en": "so", "довод": "так"},
            "other": {"ru": "иначе", "en": "otherwise", "довод": "иначе"},
        },
        "по_умолчанию": "one",
    }
}


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    said = conditions(_ALL, lists=True)
    need = duties(_ALL, lists=True)
    ways = draw(need), draw(need)
    meanings = {
        name: [None, "нет", "неизвестно", *(["да"] if of == "да_нет" else [])] for name, of in UNSAID.items()
    }
    meant = {name: draw(st.sampled_from(some)) for name, some in meanings.items()}
    counting = st.tuples(st.booleans(), st.sampled_from(["нет", "вперёд", "назад"]))
    record = draw(records({name: meaning for name, meaning in meant.items() if meaning}))
    return Drawn(
        draw(said),
        ways,
        draw(st.booleans()),
        draw(said),
        draw(need),
        record,
        draw(calendars()),
        elsewhere=draw(calendars()),
        excepted=draw(said),
        issued=SINCE + timedelta(draw(st.integers(-1, 1))),
        later=draw(st.booleans()),
        counting=(draw(counting), draw(counting)),
        wider=draw(wider()),
        beside=draw(duties(lists=True)),
        other=draw(records({}, beside=record)),
    )


@st.composite
def calendars(draw: st.DrawFn) -> Any:
    """In words: a calendar, or one that the option of a fact chooses."""
    one = st.sampled_from(["KZ", "weekends", "GB-SCT"])
    named = draw(st.dictionaries(st.sampled_from(OPTIONS), one, max_size=2))
    usual = draw(one)
    return {"по": "kind", **named, ELSE: usual} if named else usual


def loaded(said: Any) -> dict[str, Calendar]:
    """The calendar of each option, and of all others."""
    named = said if isinstance(said, dict) else {ELSE: said}
    return {option: load_calendar(name) for option, name in named.items() if option != "по"}


# -- what the engines have only to agree on -----------------------------------------------------------------------


@st.composite
def wide_moments(draw: st.DrawFn, depth: int = 2) -> Any:
    """Any moment in words: days left out, in a list, in several periods, up to a ceiling; the latest of a list."""
    name = st.sampled_from(_ALL)
    kind = draw(st.sampled_from(["out", "listed", "several", "items", "of", "passed"])) if depth else "name"
    inner = wide_moments(depth - 1)
    if kind == "name":
        return draw(name)
    if kind == "items":
        where = draw(st.sampled_from([{"claims.upheld": "да"}, {"есть": "claims.made_at"}]))
        words = {"в": "claims", "где": where, "что": "claims.made_at"}
        return {draw(st.sampled_from(["самое_раннее", "самое_позднее"])): words}
    if kind == "of":
        return {draw(st.sampled_from(["позднее_из", "раньше_из"])): [draw(inner), draw(inner)]}
    if kind == "passed":
        return {"истекло": draw(inner), "без": draw(st.sampled_from(EVENTS))}
    out: Any = {"от": draw(inner), "до": draw(inner)}
    if kind == "listed":
        out = {"в": "claims", "где": {"claims.upheld": "да"}, "от": "claims.made_at", "до": draw(name)}
    elif kind == "several":
        out = [out, {"от": draw(name), "до": draw(name), "первый_день": "считается"}]
    if draw(st.booleans()):
        out = {"периоды": out if isinstance(out, list) else [out], "не_больше": "3 calendar days"}
    of_days = draw(st.sampled_from(["4 calendar days", "1 week", "1 month"]))
    return {"через": of_days, "после": draw(inner), "не_считая": out}


@st.composite
def wider(draw: st.DrawFn) -> dict[str, Any]:
    """A requirement in words: against any moment, or of sums."""
    if draw(st.integers(0, 3)):
        verb = draw(st.sampled_from(["не_позднее", "не_ранее"]))
        return {verb: {"что": draw(st.sampled_from(MOMENTS)), "чем": draw(wide_moments())}}
    where = draw(st.sampled_from([{"claims.upheld": "да"}, {"есть": "claims.made_at"}]))
    total = {"сумма": {"в": "claims", "где": where, "что": "claims.fee"}}
    return draw(
        st.sampled_from(
            [
                {"не_больше": {"что": total, "чем": "limit"}},
                {"в_пределах": {"что": total, "от": 1, "до": 3}},
                {"больше": {"что": "renewals", "чем": total}},
            ]
        )
    )


def holds(folder: Path, one: Drawn) -> None:
    """All engines agree under both readings; what they decide is so at every point, and all is decided that can be
    where each fact is read once."""
    book = one.book(folder)
    for number, option in enumerate(("one", "other")):
        found = {}
        for engine in ENGINES:
            answers = check(
                [one.case_file(folder)],
                rules=book,
                as_of=date.fromordinal(one.record.as_of),
                complete=one.record.complete,
                readings={"p1-way": option},
                engine=engine,
            )
            assert [answer.kind for answer in answers] == ["loan", "seat"]
            found[engine] = {each.rule: str(each.verdict) for answer in answers for each in answer.findings}
        assert all(verdicts == found["reference"] for verdicts in found.values()), found
        first, second, third = (found["reference"][f"p1-{name}"] for name in ("first", "second", "third"))
        assert third == (first if first in ("violated", "pending", "undetermined") else "compliant"), third
        event(first)
        record = evolve(one.record, counting=one.counting[number], calendars=loaded(one.calendar))
        condition = one.condition.but(one.excepted) if one.there else one.condition
        truths = enumerated(condition, one.ways[number], one.forbidden, record)
        assert truths.allow(first), first
        if reads_once(condition, one.ways[number], record):
            event("each fact read once")
            assert first == truths.verdict
        moved = evolve(record, calendars=loaded(one.elsewhere))
        for name, need, of in (
            ("p1-elsewhere", one.then, moved),
            ("p2-rule", one.beside, evolve(record, values=one.other.values)),
        ):
            seen = enumerated(ALWAYS, need, False, of)
            assert seen.allow(found["reference"][name]), (name, found)
            assert not reads_once(ALWAYS, need, of) or seen.verdict == found["reference"][name], (name, found)
        then = enumerated(one.then_condition, one.then, False, record)
        if one.later and not one.there:
            assert second == "not_applicable", second
        elif first == "violated":
            event(f"then {second}")
            assert then.allow(second), second
        elif first == "undetermined":
            assert second == "undetermined" or (second == "not_applicable" and then.allow(second)), second
        else:
            assert second == "not_applicable", second


def passes(folder: Path, one: Drawn, later: int) -> None:
    """Time alone violates only what is pending; rules that rest on verdicts, too. (What the record dates ahead of the
    day of the check comes by more than time: it is asked on the last of its days.)"""
    book = one.book(folder)
    dated = [day.toordinal() for day in map(date.fromisoformat, DATES.findall(str(one.record.written)))]
    record = {
        "loan": one.written,
        "as_of": str(date.fromordinal(max([one.record.as_of, *dated]))),
        "complete": one.record.complete,
    }
    time_alone_violates_only_what_is_pending(KindUnderLaw(book, "loan"), (record, later))


def completes(folder: Path, one: Drawn) -> None:
    """What is undetermined of a generated rulebook, and reads each fact once, can be decided each way."""
    book = one.book(folder)
    record = {
        "loan": one.written,
        "as_of": str(date.fromordinal(one.record.as_of)),
        "complete": one.record.complete,
    }
    complete(book, "loan", (record, 0))


@st.composite
def boundaries(draw: st.DrawFn) -> tuple[dict[str, Any], date, date, bool]:
    """A rule with one term, and two days: that from which it runs, and one beside the due day. Is it in time?"""
    unit = draw(st.sampled_from(["calendar day", "working day", "week", "month"]))
    term = Term(draw(st.integers(1, 4)), Unit(unit.replace(" ", "_") + "s"))
    verb, back = draw(st.sampled_from(["не_позднее", "не_ранее"])), draw(st.booleans())
    counted, roll = draw(st.booleans()), draw(st.sampled_from(["нет", "вперёд", "назад"]))
    words = {
        "что": "returned_at",
        "за" if back else "через": f"{term.count} {unit}{'s' if term.count > 1 else ''}",
        "до" if back else "после": "lent_at",
        "первый_день": "считается" if counted else "не_считается",
        "перенос": roll,
    }
    start = draw(days_of(CALENDAR, date(2014, 2, 20), date(2014, 5, 20)))
    if draw(st.booleans()):
        first = "считается" if counted else "не_считается"
        words = {
            "от": "lent_at",
            "до": "returned_at",
            "срок": words["за" if back else "через"],
            "первый_день": first,
        }
        end = end_of(Asked(term.count, unit), start.toordinal(), False, counted) + draw(st.integers(-1, 1))
        days = range(start.toordinal() + (not counted), end + 1)
        in_time = sum(map(CALENDAR.is_working, days)) <= term.count
        if unit != "working day":
            in_time = end <= end_of(Asked(term.count, unit), start.toordinal(), False, counted)
        return {"не_дольше": words}, start, date.fromordinal(end), in_time
    due = rolled(end_of(Asked(term.count, unit), start.toordinal(), back, counted), roll)
    done = due + draw(st.integers(-1, 1))
    in_time = done <= due if verb == "не_позднее" else done >= due
    return {verb: words}, start, date.fromordinal(done), in_time


def turns(folder: Path, drawn_: tuple[dict[str, Any], date, date, bool]) -> None:
    """The verdict of every engine turns exactly at the due day that one counts by hand."""
    words, start, done, in_time = drawn_
    book = load(folder, [rule(требуется=words)], head=_PLAIN)
    for engine in ENGINES:
        record = {"loan": {"lent_at": str(start), "returned_at": str(done)}}
        [found] = check(record, rules=book, as_of=date(2014, 12, 31), engine=engine).findings
        assert found.verdict == ("compliant" if in_time else "violated"), (engine, words, start, done)
