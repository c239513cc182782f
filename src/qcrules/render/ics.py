"""A calendar of what is due (iCalendar): all-day entries with identities that stay, for any calendar program.

A day that has moved is an update (SEQUENCE grows), a duty that is discharged a cancellation; a day that is vague or
contested is tentative and stands on its safe date. Nothing of the case is in it unless that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from attrs import frozen

from qcrules.ahead.plan import CasePlan, PlanStep, StepKind
from qcrules.errors import Problem, UsageError
from qcrules.facts.moments import the_day
from qcrules.text import Lang

from .html import said
from .plan import cited, day_words, depends_words, subject
from .words import with_weekday

ALARMS = (3, 1)
"""How many working days before the day to remind, by default."""

_MORNING = timedelta(hours=9)


@frozen
class Reminding:
    """How a calendar is written: reminders so many working days before, and whether a case may be named."""

    alarms: Sequence[int] = ALARMS
    details: bool = False


def render(plans: Iterable[CasePlan], how: Reminding, former: bytes | None = None) -> bytes:
    """The calendar of some plans; ``former``: the one that they had before. UsageError where that is none."""
    from icalendar import Calendar

    shown = list(plans)
    lang: Lang = shown[0].lang if shown else "en"
    before = _events(former) if former is not None else {}
    found = Calendar()
    for key, value in (("version", "2.0"), ("prodid", "-//qcrules//plan//EN"), ("calscale", "GREGORIAN")):
        found.add(key, value)
    found.add("x-wr-calname", said("what-next")(lang))
    kept = set()
    for plan in shown:
        for step in plan.steps:
            if step.safe is not None and step.kind is not StepKind.CONDITIONAL:
                kept.add(step.uid)
                found.add_component(_event(plan, step, how, before.get(step.uid)))
    for event in _discharged(before, kept, _stamp(shown)):
        found.add_component(event)
    written: bytes = found.to_ical()
    return written


def _event(plan: CasePlan, step: PlanStep, how: Reminding, before: Any) -> Any:
    """One duty as an entry of a whole day."""
    from icalendar import Event

    lang, day = plan.lang, the_day(step.safe or plan.as_of)
    about = f"{subject(plan)}: " if how.details else ""
    event = Event()
    event.add("uid", step.uid)
    event.add("dtstamp", _stamp([plan]))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("sequence", _sequence(before, day))
    event.add("status", "TENTATIVE" if step.vague else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{about}{cited(step, lang)} {step.finding.gist(lang)}")
    event.add("description", "\n".join(_description(plan, step)))
    for count in sorted(set(how.alarms), reverse=True) if step.kind is not StepKind.OVERDUE else ():
        event.add_component(_alarm(plan, step, day, count))
    return event


def _description(plan: CasePlan, step: PlanStep) -> Iterator[str]:
    lang, bearer = plan.lang, step.finding.bearer_words
    yield day_words(step, lang)
    if step.safe is not None and step.safe != step.due:
        yield f"{said('safe-date')(lang)}: {with_weekday(step.safe, lang)}"
    if bearer is not None:
        yield f"{said('bound')(lang)}: {bearer(lang)}"
    yield from depends_words(step, lang)
    if step.finding.contested:
        yield said("contested-days")(lang)
    if plan.caveat is not None:
        yield plan.caveat(lang)
    yield f"{plan.pack['id']} {plan.pack['version']} · {step.finding.rule}"


def _alarm(plan: CasePlan, step: PlanStep, day: date, count: int) -> Any:
    """A reminder on the morning of a working day before the day."""
    from icalendar import Alarm

    calendar = plan.calendar
    on = calendar.nth(calendar.before(day.toordinal()) - count + 1)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{cited(step, plan.lang)} {step.finding.gist(plan.lang)}")
    alarm.add("trigger", timedelta(days=on - day.toordinal()) + _MORNING)
    return alarm


def _sequence(before: Any, day: date) -> int:
    """How often the entry has been changed: once more where its day is another, or where it had been cancelled."""
    if before is None:
        return 0
    number = int(before.get("sequence", 0))
    same = before.decoded("dtstart") == day and before.get("status") != "CANCELLED"
    return number if same else number + 1


def _discharged(before: Mapping[str, Any], kept: set[str], stamp: datetime) -> Iterator[Any]:
    """The entries that are due no more: cancelled."""
    for uid, event in before.items():
        if uid in kept:
            continue
        if event.get("status") != "CANCELLED":
            for name, value in (
                ("status", "CANCELLED"),
                ("sequence", int(event.get("sequence", 0)) + 1),
                ("dtstamp", stamp),
            ):
                event.pop(name, None)
                event.add(name, value)
            event.subcomponents.clear()
        yield event


def _stamp(plans: Sequence[CasePlan]) -> datetime:
    """When the entries were true: the day of the check, so that the same plan gives the same file."""
    from datetime import UTC

    day = max((plan.as_of for plan in plans), default=date(2000, 1, 1))
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _events(former: bytes) -> dict[str, Any]:
    """The entries of a calendar that was written before."""
    from icalendar import Calendar

    try:
        found = Calendar.from_ical(former)
    except ValueError:
        raise UsageError(Problem(said("no-calendar"))) from None
    return {str(event["uid"]): event for event in found.walk("VEVENT") if "uid" in event}
