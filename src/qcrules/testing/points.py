"""What there is to show of a law, point by point.

Of each rule: its verdicts; the day before a boundary, the day itself and the day after it; each option of each of
its readings; each condition met and not met. Of each definition: each branch taken. Of an edition: its first and
its last day, and the days next to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from attrs import evolve, frozen

from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.finding import Verdict
from qcrules.law.model import (
    Case,
    Choice,
    Definition,
    Earliest,
    Edition,
    Pack,
    Reading,
    Rule,
    RuleForm,
    Window,
)
from qcrules.law.verbs import (
    AllOf,
    AnyOf,
    BuiltDay,
    Condition,
    Exists,
    Has,
    NoLonger,
    NoMore,
    NotLater,
    NotOf,
    Timed,
    walk,
)
from qcrules.text import Text

Group = Literal["verdict", "boundary", "reading", "branch"]
GROUPS: Mapping[Group, Text] = {
    "verdict": Text("выводы", "verdicts"),
    "boundary": Text("границы", "boundaries"),
    "reading": Text("чтения", "readings"),
    "branch": Text("условия", "conditions"),
}


@frozen
class Point:
    """One thing that a case can show."""

    group: Group
    words: Text


@frozen(eq=False)
class Leaf:
    """One condition without conditions beside it, where it stands, and the list whose items it is asked of."""

    part: Text
    condition: Condition
    list_path: str | None

    def point(self, answer: Text) -> Point:
        """«требуется: письмо отправлено — нет»."""
        said = Text(self.condition.words("ru"), self.condition.words("en"))
        return Point(
            "branch",
            Text(f"{self.part.ru}: {said.ru} — {answer.ru}", f"{self.part.en}: {said.en}: {answer.en}"),
        )

    def side(self, side: int) -> Point:
        """«… — в последний день»."""
        point = self.point(self.sides()[side])
        return evolve(point, group="boundary")

    def sides(self) -> Mapping[int, Text]:
        """The words for one less than the boundary, the boundary, and one more; by how much room is left."""
        if isinstance(self.condition, NoMore):
            return {1: Text("на один меньше", "one less"), 0: _AT, -1: Text("на один больше", "one more")}
        return {
            1: Text("шаг до границы", "a step before"),
            0: _AT,
            -1: Text("шаг за границей", "a step after"),
        }

    @property
    def bounded(self) -> bool:
        """Is there a boundary: a term, a named date, a number?"""
        one = self.condition
        return isinstance(one, NoLonger | NoMore) or (isinstance(one, Timed) and one.runs)


_AT = Text("ровно на границе", "exactly there")
YES, NO = Text("да", "yes"), Text("нет", "no")
_IF, _EXCEPT, REQUIRED = Text("если", "if"), Text("кроме", "except"), Text("требуется", "required")


def leaves(part: Text, condition: Condition, list_path: str | None) -> Iterator[Leaf]:
    """The conditions without conditions beside them."""
    if not isinstance(condition, AllOf | AnyOf | NotOf):
        yield Leaf(part, condition, list_path)
    inside = condition.items.path if isinstance(condition, Exists) else list_path
    for inner in condition.parts():
        yield from leaves(part, inner, inside)


def leaves_of(form: RuleForm, list_path: str | None) -> Iterator[Leaf]:
    """All conditions of a rule."""
    yield from leaves(_IF, form.condition, list_path)
    for exception in form.exceptions:
        yield from leaves(_EXCEPT, exception.condition, list_path)
    if form.requirement is not None:
        yield from leaves(REQUIRED, form.requirement, list_path)


def leaves_of_case(case: Case) -> Iterator[Leaf]:
    """All conditions of a branch of a definition."""
    if case.condition is not None:
        yield from leaves(_IF, case.condition, None)


def verdict_point(verdict: Verdict) -> Point:
    """«нарушение»."""
    return Point("verdict", verdict.words)


def reading_point(reading: Reading, option: str) -> Point:
    """«p18-first-day = next_day»."""
    return Point("reading", Text.same(f"{reading.id} = {option}"))


def window_points(window: Window) -> Iterator[tuple[date, Point]]:
    """The first and the last day of an edition, and the days next to them: each with the point that it shows."""
    step = timedelta(1)
    if window.first is not None:
        since = Text(f"действует с {window.first:%d.%m.%Y}", f"in force from {window.first}")
        yield window.first, _day_point(since, _THAT_DAY)
        yield window.first - step, _day_point(since, Text("накануне", "the day before"))
    if window.last is not None:
        until = Text(f"действует по {window.last:%d.%m.%Y}", f"in force to {window.last}")
        yield window.last, _day_point(until, _THAT_DAY)
        yield window.last + step, _day_point(until, Text("на следующий день", "the day after"))


_THAT_DAY = Text("в этот день", "on that day")


def _day_point(edge: Text, side: Text) -> Point:
    return Point("boundary", Text(f"{edge.ru} — {side.ru}", f"{edge.en}: {side.en}"))


def points_of_edition(edition: Edition, pack: Pack) -> Iterator[Point]:
    """What there is to show of an edition that a page states for all its rules."""
    yield from _reading_points(edition.readings, pack)
    for choice, window in edition.windows.items():
        if _plain(choice, pack):
            yield from (point for _, point in window_points(window))


def points_of_rule(rule: Rule, pack: Pack) -> Iterator[Point]:
    """What there is to show of a rule; what its page says for all its rules is not its own."""
    path = rule.for_each.path if rule.for_each else None
    yield from map(verdict_point, _verdicts(rule))
    yield from _reading_points(rule.own_readings, pack)
    for choice, form in rule.forms.items():
        if not _plain(choice, pack):
            continue
        for leaf in leaves_of(form, path):
            yield from _leaf_points(leaf)
        if not rule.own_life:
            yield from (point for _, point in window_points(form.window))


def _reading_points(readings: Iterable[str], pack: Pack) -> Iterator[Point]:
    for name in readings:
        for option in pack.readings[name].options:
            yield reading_point(pack.readings[name], option)


def _plain(choice: Choice, pack: Pack) -> bool:
    """The default readings, or one other option alone: their combinations bring no new boundary."""
    return sum(pack.readings[name].default != option for name, option in choice) <= 1


def _leaf_points(leaf: Leaf) -> Iterator[Point]:
    yield leaf.point(YES)
    yield leaf.point(NO)
    if leaf.bounded:
        for side in (1, 0, -1):
            yield leaf.side(side)


def _verdicts(rule: Rule) -> Iterator[Verdict]:
    """The verdicts that a rule can come to."""
    demands = [form for form in rule.forms.values() if form.requirement is not None]
    asks = [
        form
        for form in demands
        if form.requirement is not None and any(True for _ in leaves(REQUIRED, form.requirement, None))
    ]
    if asks:
        yield Verdict.VIOLATED
    if demands:
        yield Verdict.COMPLIANT
    if any(
        _may_still_happen(part)
        for form in asks
        if form.requirement is not None and not form.prohibited
        for part in walk(form.requirement)
    ):
        yield Verdict.PENDING
    yield Verdict.UNDETERMINED
    gated = any(
        any(True for _ in leaves(_IF, form.condition, None)) or form.exceptions
        for form in rule.forms.values()
    )
    if gated or rule.for_each is not None:
        yield Verdict.NOT_APPLICABLE


def _may_still_happen(condition: Condition) -> bool:
    """Does a term run here, or is an event demanded?"""
    if isinstance(condition, Has):
        return any(fact.type is Type.EVENT for fact in condition.what)
    if isinstance(condition, NotLater):
        return condition.what.type is Type.EVENT and condition.term is not None and not condition.backwards
    return False


def branch_point(number: int, choice: Field | Earliest | BuiltDay | None) -> Point:
    """«вариант 2: это акт вручён»."""
    if isinstance(choice, BuiltDay):
        words = Text(choice.words("ru"), choice.words("en"))
    elif isinstance(choice, Earliest):
        words = Text(f"самое раннее {choice.what.label.ru}", f"the earliest {choice.what.label.en}")
    else:
        words = choice.label if choice is not None else Text("нет", "none")
    return Point("branch", Text(f"вариант {number}: это {words.ru}", f"case {number}: is {words.en}"))


def points_of_definition(definition: Definition, pack: Pack) -> Iterator[Point]:
    """What there is to show of a definition: its readings, its branches, and the conditions of each."""
    yield from _reading_points(definition.readings, pack)
    for choice, cases in definition.forms.items():
        if not _plain(choice, pack):
            continue
        for number, case in enumerate(cases, 1):
            yield branch_point(number, case.choice)
            for leaf in leaves_of_case(case):
                yield from _leaf_points(leaf)
