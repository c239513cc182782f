"""The life of an inspection, step by step, and what the law says of it at every step.

The oracle below is written from the text of the Rules, not from the rule pages: it knows the working days of 2014 from
a list of its own, counts them one by one, and shares no code with qcrules.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from qcrules.judge.check import check as checked
from qcrules.judge.rulebook import load_rules

# -- the oracle ---------------------------------------------------------------------------------------------------

OFF = {
    *(date(2014, 1, day) for day in (1, 2, 3, 7)),
    *(date(2014, 3, day) for day in (10, 21, 24, 25)),
    *(date(2014, 5, day) for day in (1, 2, 7, 8, 9)),
    date(2014, 7, 7),
    date(2014, 9, 1),
    *(date(2014, 12, day) for day in (1, 16, 17)),
}
WORKED = {date(2014, 5, 4), date(2014, 5, 11)}
"""Holidays of 2014 that fall on Monday to Friday, with what was moved to them; and the two Sundays that were worked."""


def works(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def working_days_after(day: date, count: int) -> date:
    """The last of so many working days, the day itself not counted."""
    while count:
        day += timedelta(1)
        count -= works(day)
    return day


def working_day_from(day: date) -> date:
    """The day itself if it is a working day, else the next one."""
    while not works(day):
        day += timedelta(1)
    return day


def within(done: date | None, due: date, today: date) -> str:
    """Done by the due day, done later, or not done: a term runs out the day after its last day."""
    if done is not None:
        return "compliant" if done <= due else "violated"
    return "pending" if today <= due else "violated"


class Case:
    """What has happened so far."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.happened: dict[str, datetime] = {}
        self.today = datetime(2014, 1, 9, 10)
        self.violations = False
        self.reserved = False
        self.wants_letter = False
        self.letters: list[tuple[date, date]] = []
        """The days on which letters were sent, and those by which each wants a reply."""

    def day(self, event: str) -> date | None:
        return self.happened[event].date() if event in self.happened else None

    def started(self) -> datetime | None:
        """п.11 ч.2: the day the order is handed over; where its reading is refused, the day of that."""
        return self.happened.get("order_handed") or self.happened.get("refusal_protocol")

    def served(self, kept_by_subject: bool = False) -> date | None:
        """п.14, п.15: the act is served, or left at the chancellery, or sent by courier mail (and delivered)."""
        by_courier = "delivered_by_courier" if kept_by_subject else "sent_by_courier"
        return self.day("served") or self.day("to_chancellery") or self.day(by_courier)

    def expected(self) -> dict[str, list[str]]:
        """The verdicts that the law asks for: one of the inspection, of letters one each."""
        said = {
            "p10-planned-notice": self.notice("planned"),
            "p10-unplanned-notice": self.notice("unplanned"),
        }
        said["p07-course"] = self.course()
        service = self.served(kept_by_subject=True)
        objected = self.day("objected")
        said["p20-three-days"] = (
            within(objected, working_days_after(service, 3), self.today.date())
            if service
            else "not_applicable"
        )
        said["p21-three-days"] = (
            within(self.day("measures"), working_days_after(service, 3), self.today.date())
            if self.violations and not objected and not self.reserved and service
            else "not_applicable"
        )
        return {name: [verdict] for name, verdict in said.items()} | self.of_letters()

    def of_letters(self) -> dict[str, list[str]]:
        """п.18, п.23: each letter is sent within five working days of the decision, and each is answered in time."""
        considered, reported, today = self.day("considered"), self.day("reported"), self.today.date()
        due = working_days_after(considered, 5) if considered else date.max
        sent: list[date | None] = [day for day, _ in self.letters]
        if not sent and considered and self.wants_letter:
            sent = [None]
        return {
            "p18-five-days": [within(day, due, today) for day in sent] or ["not_applicable"],
            "p23-report": [within(reported, working_day_from(reply), today) for _, reply in self.letters]
            or ["not_applicable"],
        }

    def notice(self, kind: str) -> str:
        """п.10: thirty calendar days, or twenty-four hours, before the start."""
        start, told = self.started(), self.happened.get("notified")
        if kind != self.kind or start is None:
            return "not_applicable"
        if told is None:
            return "violated"
        if kind == "planned":
            return "compliant" if (start.date() - told.date()).days >= 30 else "violated"
        return "compliant" if start - told >= timedelta(hours=24) else "violated"

    def course(self) -> str:
        """п.7: from the handing over of the order to the service of the act, thirty working days at most."""
        start, end = self.day("order_handed"), self.served()
        if start is None:
            return "not_applicable"
        last = end or self.today.date()
        days = sum(works(start + timedelta(n)) for n in range((last - start).days + 1))
        if days > 30:
            return "violated"
        return "compliant" if end else "pending"


# -- the machine --------------------------------------------------------------------------------------------------

pauses = st.sampled_from([0, 1, 2, 3, 4, 5, 7, 9, 14, 29, 30, 31, 40])
hours = st.integers(0, 23)


def after(*events: str, unless: tuple[str, ...] = ()) -> Any:
    """The step is possible once some events have happened and others have not."""
    return precondition(
        lambda self: (
            all(event in self.case.happened for event in events)
            and not any(event in self.case.happened for event in unless)
        )
    )


class Life(RuleBasedStateMachine):
    """An inspection, as an office would record it; everything that is not recorded has not happened."""

    @initialize(kind=st.sampled_from(["planned", "unplanned"]))
    def open(self, kind: str) -> None:
        self.case = Case(kind)
        self.record: dict[str, Any] = {"kind": kind}

    def step(self, event: str, path: str, pause: int, hour: int) -> None:
        """Time passes, something happens, and it is written down."""
        case = self.case
        later = datetime.combine(case.today.date() + timedelta(pause), datetime.min.time()) + timedelta(
            hours=hour
        )
        case.today = max(case.today, later)
        case.happened[event] = case.today
        self.put(path, f"{case.today:%Y-%m-%d %H:%M}")

    def put(self, path: str, value: Any) -> None:
        *above, last = path.split(".")
        here = self.record
        for name in above:
            here = here.setdefault(name, {})
        here[last] = value

    @after(unless=("order",))
    @rule(pause=pauses, hour=hours)
    def order(self, pause: int, hour: int) -> None:
        self.step("order", "order.issued_on", pause, hour)

    @after("order", unless=("registered",))
    @rule(pause=pauses, hour=hours)
    def register(self, pause: int, hour: int) -> None:
        self.step("registered", "order.registered_on", pause, hour)

    @after("order", unless=("notified", "order_handed", "refusal_protocol"))
    @rule(pause=pauses, hour=hours)
    def notify(self, pause: int, hour: int) -> None:
        self.step("notified", "notice.delivered_at", pause, hour)

    @after("order", unless=("order_handed",))
    @rule(pause=pauses, hour=hours)
    def arrive(self, pause: int, hour: int) -> None:
        self.step("order_handed", "order_handed_at", pause, hour)

    @after("order", unless=("order_handed", "refusal_protocol"))
    @rule(pause=pauses, hour=hours)
    def obstruct(self, pause: int, hour: int) -> None:
        self.step("refusal_protocol", "_", pause, hour)
        said = self.record.pop("_")
        protocol = {"drawn_up_at": said, "signed_by_inspector": True, "refusal_noted": True}
        self.put(
            "obstructions", [{"kind": "refused_to_read_order", "occurred_at": said, "protocol": protocol}]
        )

    @precondition(lambda self: self.case.started() is not None and "act" not in self.case.happened)
    @rule(pause=pauses, hour=hours, violations=st.booleans())
    def act(self, pause: int, hour: int, violations: bool) -> None:
        self.step("act", "act.drawn_up_at", pause, hour)
        self.case.violations = violations
        self.put("act.violations", [{"description": "нарушен срок услуги"}] if violations else [])

    @after("act", unless=("served", "to_chancellery", "sent_by_courier"))
    @rule(pause=pauses, hour=hours)
    def serve(self, pause: int, hour: int) -> None:
        self.step("served", "act.served_at", pause, hour)

    @after("act", unless=("served", "to_chancellery", "sent_by_courier"))
    @rule(pause=pauses, hour=hours)
    def refuse_to_sign(self, pause: int, hour: int) -> None:
        self.put("act.sign_refused", True)
        self.step("to_chancellery", "act.copy_to_chancellery_at", pause, hour)

    @after("act", unless=("served", "to_chancellery", "sent_by_courier"))
    @rule(pause=pauses, hour=hours)
    def refuse_to_receive(self, pause: int, hour: int) -> None:
        self.put("act.receipt_refused", True)
        self.step("sent_by_courier", "act.sent_by_courier_at", pause, hour)

    @after("sent_by_courier", unless=("delivered_by_courier",))
    @rule(pause=pauses, hour=hours)
    def deliver(self, pause: int, hour: int) -> None:
        self.step("delivered_by_courier", "act.delivered_at", pause, hour)

    @precondition(lambda self: self.case.served(True) is not None and "objected" not in self.case.happened)
    @rule(pause=pauses, hour=hours, reserved=st.booleans())
    def object(self, pause: int, hour: int, reserved: bool) -> None:
        self.step("objected", "objections.submitted_at", pause, hour)
        self.case.reserved = reserved
        self.put("objections.reservation_before_signature", reserved)
        self.put("objections.form", "written")

    @precondition(lambda self: self.case.served(True) is not None and "measures" not in self.case.happened)
    @rule(pause=pauses, hour=hours)
    def measures(self, pause: int, hour: int) -> None:
        self.step("measures", "measures.submitted_at", pause, hour)

    @after("act", unless=("handed_over",))
    @rule(pause=pauses, hour=hours)
    def hand_over(self, pause: int, hour: int) -> None:
        self.step("handed_over", "handed_to_leadership_at", pause, hour)

    @after("handed_over", unless=("considered",))
    @rule(pause=pauses, hour=hours, letter=st.booleans())
    def decide(self, pause: int, hour: int, letter: bool) -> None:
        self.step("considered", "decision.considered_on", pause, hour)
        self.put("decision.decided_on", self.record["decision"]["considered_on"])
        self.put("decision.outcomes", ["recommendation_letter"] if letter else ["take_note"])
        self.case.wants_letter = letter

    @after("considered", unless=("letter",))
    @rule(pause=pauses, hour=hours, reply=pauses)
    def letter(self, pause: int, hour: int, reply: int) -> None:
        self.send("letter", pause, hour, reply)

    @after("letter", unless=("another_letter", "reported"))
    @rule(pause=pauses, hour=hours, reply=pauses)
    def another_letter(self, pause: int, hour: int, reply: int) -> None:
        first = self.record.pop("letter")
        self.send("another_letter", pause, hour, reply)
        self.put("letters", [first, self.record.pop("letter")])

    def send(self, event: str, pause: int, hour: int, reply: int) -> None:
        self.step(event, "letter.sent_on", pause, hour)
        sent = self.case.today.date()
        self.case.letters.append((sent, sent + timedelta(reply)))
        self.put("letter.delivered_at", self.record["letter"]["sent_on"])
        self.put("letter.addressee", "head_of_subject")
        self.put("letter.reply_due_on", str(sent + timedelta(reply)))

    @after("letter", unless=("reported",))
    @rule(pause=pauses, hour=hours)
    def implement(self, pause: int, hour: int) -> None:
        self.step("reported", "implementation.reported_at", pause, hour)

    @after("letter", unless=("prosecutor",))
    @rule(pause=pauses, hour=hours)
    def escalate(self, pause: int, hour: int) -> None:
        self.put("measures_taken", False)
        self.step("prosecutor", "escalation.prosecutor_informed_on", pause, hour)

    @rule(pause=pauses)
    def wait(self, pause: int) -> None:
        self.case.today += timedelta(pause)

    @invariant()
    def the_law_is_the_law(self) -> None:
        if not hasattr(self, "case") or "order" not in self.case.happened:
            return
        if self.case.today.year > 2014:  # the oracle knows one year
            return
        found = checked(
            {"inspection": self.record},
            rules=BOOK,
            as_of=self.case.today.date(),
            complete=True,
            engine="auto",
        )
        verdicts = defaultdict[str, list[str]](list)
        for finding in found.findings:
            verdicts[finding.rule].append(str(finding.verdict))
        expected = self.case.expected()
        assert {name: verdicts[name] for name in expected} == expected, self.record


BOOK = load_rules()
