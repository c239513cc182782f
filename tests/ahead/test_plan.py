"""What comes next: the same in every form, from the same findings; and a calendar that other programs read."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from commands import shell
from icalendar import Calendar, Event
from packs import load, rule

import qcrules
from qcrules.ahead.plan import CasePlan, StepKind
from qcrules.finding import Verdict
from qcrules.render import ics, plan_page
from qcrules.render import plan as renderer
from qcrules.render.words import with_weekday

EXAMPLES = Path(__file__).parents[2] / "examples"
RUNNING = EXAMPLES / "running.yaml"
INSPECTIONS = [EXAMPLES / f"{name}.yaml" for name in ("running", "refusals", "planned-with-violations")]


def events(words: bytes | str) -> dict[str, Event]:
    return {str(event["uid"]): event for event in Calendar.from_ical(words).walk("VEVENT")}


def calendar(*plans: CasePlan, former: bytes | None = None, **how: object) -> bytes:
    return ics.render(plans, ics.Reminding(**how), former)  # type: ignore[arg-type]


def record(**more: object) -> dict[str, object]:
    inspection = {"id": "Иванов", "kind": "planned", "order": {"issued_on": "2014-03-19"}} | more
    return {"as_of": "2014-06-04", "inspection": inspection}


CONSIDERED = {
    "decision": {
        "considered_on": "2014-06-02",
        "decided_on": "2014-06-02",
        "outcomes": ["recommendation_letter"],
    },
    "letter": None,
}


@pytest.mark.parametrize("case", INSPECTIONS, ids=lambda path: path.stem)
def test_what_runs_is_what_the_findings_say(case: Path) -> None:
    found, plan = qcrules.check(case), qcrules.plan(case)
    steps = {(step.finding.rule, step.finding.item): step for step in plan.steps}
    for finding in found.with_verdict(Verdict.PENDING):
        step = steps[finding.rule, finding.item]
        assert step.kind is StepKind.RUNNING
        assert step.due == (finding.due.at if finding.due else None)
    days = [step.safe for step in plan.steps if step.safe is not None]
    assert days == sorted(days)
    assert all(step.finding.verdict is not Verdict.COMPLIANT for step in plan.steps)


@pytest.mark.long
@pytest.mark.parametrize("case", INSPECTIONS, ids=lambda path: path.stem)
def test_every_form_says_the_same(case: Path) -> None:
    plan = qcrules.plan(case, lang="ru")
    text, page, data = renderer.render([plan]), plan_page.html([plan]), renderer.as_dict(plan)
    report = qcrules.check(case, lang="ru").to_html()
    flat = " ".join(text.split())
    for step, said in zip(plan.steps, data["steps"], strict=True):
        for day in filter(None, (step.due, step.safe)):
            words = with_weekday(day, "ru")
            assert words in flat
            assert words in page
            assert words in report
        assert said["due"] == (step.due.isoformat() if step.due else None)
        assert step.finding.gist.ru in flat
        assert step.finding.gist.ru in page


def test_what_has_not_begun_follows_from_what_is_to_be_done() -> None:
    plan = qcrules.plan(RUNNING, lang="ru")
    steps = {step.finding.rule: step for step in plan.steps}
    letter = steps["p18-five-days"]
    assert letter.kind is StepKind.CONDITIONAL
    assert letter.term is not None
    assert letter.term.ru == "5 рабочих дней"
    assert letter.due is None
    assert steps["p21-three-days"].uid in steps["p14-served-by-last-day"].follows
    assert qcrules.plan(EXAMPLES / "planned-clean.yaml").steps == ()


def test_what_follows_in_an_item_follows_from_that_item(tmp_path: Path) -> None:
    answered = {
        "не_позднее": {"что": "claims.reply.sent_at", "через": "3 рабочих дня", "после": "claims.made_at"}
    }
    enrolled = {
        "не_позднее": {
            "что": "reader.enrolled_at",
            "через": "3 рабочих дня",
            "после": "claims.reply.sent_at",
        }
    }
    lent = {"не_позднее": {"что": "claims.made_at", "через": "3 рабочих дня", "после": "lent_at"}}
    rules = [
        rule("p1-made", для_каждого="claims", требуется=lent),
        rule("p1-answered", для_каждого="claims", требуется=answered),
        rule("p1-enrolled", для_каждого="claims", требуется=enrolled),
    ]
    claims = [{"made_at": "2014-03-04", "reply": None}, {"made_at": None, "reply": None}]
    loan = {"loan": {"lent_at": "2014-03-04", "claims": claims, "reader": None}}
    steps = qcrules.plan(loan, rules=load(tmp_path, rules), as_of="2014-03-05").steps
    named = {step.uid: f"{step.finding.rule} {step.finding.item}" for step in steps}
    assert {named[step.uid]: [named[uid] for uid in step.follows] for step in steps} == {
        "p1-answered claims[1]": ["p1-enrolled claims[1]"],
        "p1-enrolled claims[1]": [],
        "p1-made claims[2]": ["p1-answered claims[2]"],
        "p1-answered claims[2]": ["p1-enrolled claims[2]"],
        "p1-enrolled claims[2]": [],
    }


def test_the_safe_day_is_in_time_under_every_reading() -> None:
    (step,) = (one for one in qcrules.plan(record(**CONSIDERED)).steps if one.finding.rule == "p18-five-days")
    assert (step.due, step.safe) == (date(2014, 6, 9), date(2014, 6, 6))
    assert step.vague


def test_a_plan_is_made_of_one_record() -> None:
    with pytest.raises(qcrules.UsageError, match="a plan is made of one record"):
        qcrules.plan([{"inspection": {}}, {"inspection": {}}])


def test_the_command_gives_every_form(tmp_path: Path) -> None:
    for form in ("text", "json", "html", "ics"):
        got = shell("plan", str(RUNNING), "--format", form, "--lang", "ru")
        assert (got.status, got.err) == (0, "")
        assert "2014" in got.out
    assert json.loads(shell("plan", str(RUNNING), "--format", "json").out)[0]["schema"] == "qcrules/plan/1"
    assert shell("plan", "nothing.yaml").status == 2


def test_a_calendar_is_read_back_and_says_nothing_of_the_case() -> None:
    plan = qcrules.plan(record(**CONSIDERED), lang="ru")
    found = events(calendar(plan))
    dated = {step.uid: step for step in plan.steps if step.safe is not None}
    assert set(found) == set(dated)
    for uid, event in found.items():
        assert event.decoded("dtstart") == dated[uid].safe
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
        assert event["status"] == ("TENTATIVE" if dated[uid].vague else "CONFIRMED")
        assert event["sequence"] == 0
    words = calendar(plan).decode().replace("\r\n ", "")
    assert "Иванов" not in words
    assert "Иванов" in calendar(plan, details=True).decode().replace("\r\n ", "")


def test_reminders_come_on_working_days() -> None:
    plan = qcrules.plan(record(**CONSIDERED))
    (step,) = (one for one in plan.steps if one.finding.rule == "p18-five-days")
    event = events(calendar(plan, alarms=(1, 5)))[step.uid]
    start = event.decoded("dtstart")
    days = [start + timedelta(days=alarm["trigger"].dt.days) for alarm in event.walk("VALARM")]
    assert days == [date(2014, 5, 30), date(2014, 6, 5)]  # 31 May and 1 June 2014 are a weekend


def test_a_day_that_moves_is_an_update_and_what_is_done_a_cancellation() -> None:
    first = qcrules.plan(record(**CONSIDERED))
    (uid,) = (one.uid for one in first.steps if one.finding.rule == "p18-five-days")
    written = calendar(first)
    assert calendar(first, former=written) == written
    decision = {
        "considered_on": "2014-06-03",
        "decided_on": "2014-06-03",
        "outcomes": ["recommendation_letter"],
    }
    moved = calendar(qcrules.plan(record(**CONSIDERED | {"decision": decision})), former=written)
    assert events(moved)[uid]["sequence"] == 1
    sent = {"letter": {"sent_on": "2014-06-04", "addressee": "head_of_subject"}}
    done = events(calendar(qcrules.plan(record(**CONSIDERED | sent)), former=moved))[uid]
    assert (done["status"], done["sequence"]) == ("CANCELLED", 2)
    assert done.walk("VALARM") == []
    again = events(calendar(first, former=calendar(qcrules.plan(record(**CONSIDERED | sent)), former=moved)))[
        uid
    ]
    assert again["sequence"] == 3


def test_the_command_brings_a_calendar_up_to_date(tmp_path: Path) -> None:
    out = tmp_path / "case.ics"
    for as_of in ("2014-03-05", "2014-03-20"):
        assert shell("plan", str(RUNNING), "--format", "ics", "--as-of", as_of, "-o", str(out)).status == 0
    assert len(events(out.read_bytes())) >= 2
    out.write_text("not a calendar", encoding="utf-8")
    got = shell("plan", str(RUNNING), "--format", "ics", "-o", str(out))
    assert got.status == 2
    assert "no calendar" in got.err
    assert out.read_text(encoding="utf-8") == "not a calendar"
