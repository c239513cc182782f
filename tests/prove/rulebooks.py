"""Rulebooks by chance: any verbs, nesting, strata, readings and lists; every engine, and an enumeration of points."""

from __future__ import annotations

import re
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from attrs import frozen
from hypothesis import event
from hypothesis import strategies as st
from packs import HEAD, load, rule
from points import (
    CALENDAR,
    DEFINITIONS,
    MOMENTS,
    OPTIONS,
    Record,
    Said,
    conditions,
    duties,
    end_of,
    enumerated,
    reads_once,
    records,
    rolled,
)
from points import Term as Asked

from qcrules.judge.check import check
from qcrules.judge.judgement import EngineName
from qcrules.testing.laws.completeness import complete
from qcrules.testing.laws.judging import KindUnderLaw, time_alone_violates_only_what_is_pending
from qcrules.testing.strategies import days_of
from qcrules.time.term import Term, Unit

ENGINES: tuple[EngineName, ...] = (
    "reference",
    *(("durable",) if find_spec("durable_rules_engine") else ()),
    *(("columnar",) if find_spec("numpy") else ()),
)
_HEAD = HEAD.replace("weekends", "KZ").replace("редакция_по: {loan: [lent_at]}\n", "")
DATES = re.compile(r"\d{4}-\d{2}-\d{2}")
_ALL = (*MOMENTS, "start", "first_claim")


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
    """On which the terms of one more rule are counted; of that rule the engines have only to agree."""

    @property
    def rules(self) -> list[dict[str, Any]]:
        duty = "запрещено" if self.forbidden else "требуется"
        one, other = (way.words for way in self.ways)
        return [
            rule(
                "p1-first",
                **{"если": self.condition.words, duty: {"чтение": "p1-way", "one": one, "other": other}},
            ),
            rule(
                "p1-second",
                если={"все": [{"вердикт": "p1-first"}, self.then_condition.words]},
                требуется=self.then.words,
            ),
            rule("p1-third", требуется={"не": {"вердикт": "p1-first"}}),
            rule("p1-elsewhere", календарь=self.calendar, требуется=self.then.words),
        ]


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
    calendar = draw(st.sampled_from(["GB-SCT", {"по": "kind", OPTIONS[0]: "GB-SCT", "иначе": "weekends"}]))
    return Drawn(draw(said), ways, draw(st.booleans()), draw(said), draw(need), draw(records()), calendar)


def holds(folder: Path, one: Drawn) -> None:
    """All engines agree under both readings; what they decide is so at every point, and all is decided that can be
    where each fact is read once."""
    book = load(folder, one.rules, head=_HEAD, definitions=DEFINITIONS, readings=READINGS)
    for number, option in enumerate(("one", "other")):
        found = {}
        for engine in ENGINES:
            answer = check(
                {"loan": one.record.written},
                rules=book,
                as_of=date.fromordinal(one.record.as_of),
                complete=one.record.complete,
                readings={"p1-way": option},
                engine=engine,
            )
            found[engine] = {finding.rule: str(finding.verdict) for finding in answer.findings}
        assert all(verdicts == found["reference"] for verdicts in found.values()), found
        first, second, third = (found["reference"][f"p1-{name}"] for name in ("first", "second", "third"))
        assert third == (first if first in ("violated", "pending", "undetermined") else "compliant"), third
        event(first)
        truths = enumerated(one.condition, one.ways[number], one.forbidden, one.record)
        assert truths.allow(first), first
        if reads_once(one.condition, one.ways[number], one.record):
            event("each fact read once")
            assert first == truths.verdict
        then = enumerated(one.then_condition, one.then, False, one.record)
        if first == "violated":
            event(f"then {second}")
            assert then.allow(second), second
        elif first == "undetermined":
            assert second == "undetermined" or (second == "not_applicable" and then.allow(second)), second
        else:
            assert second == "not_applicable", second


def passes(folder: Path, one: Drawn, later: int) -> None:
    """Time alone violates only what is pending; rules that rest on verdicts, too. (What the record dates ahead of the
    day of the check comes by more than time: it is asked on the last of its days.)"""
    book = load(folder, one.rules, head=_HEAD, definitions=DEFINITIONS, readings=READINGS)
    dated = [day.toordinal() for day in map(date.fromisoformat, DATES.findall(str(one.record.written)))]
    record = {
        "loan": one.record.written,
        "as_of": str(date.fromordinal(max([one.record.as_of, *dated]))),
        "complete": one.record.complete,
    }
    time_alone_violates_only_what_is_pending(KindUnderLaw(book, "loan"), (record, later))


def completes(folder: Path, one: Drawn) -> None:
    """What is undetermined of a generated rulebook, and reads each fact once, can be decided each way."""
    book = load(folder, one.rules, head=_HEAD, definitions=DEFINITIONS, readings=READINGS)
    record = {
        "loan": one.record.written,
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
    book = load(folder, [rule(требуется=words)], head=_HEAD)
    for engine in ENGINES:
        record = {"loan": {"lent_at": str(start), "returned_at": str(done)}}
        [found] = check(record, rules=book, as_of=date(2014, 12, 31), engine=engine).findings
        assert found.verdict == ("compliant" if in_time else "violated"), (engine, words, start, done)
