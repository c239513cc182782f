"""What the cases of a pack show of its law, point by point.

Of each rule: its verdicts; the day before a boundary, the day itself and the day after it; each option of each of
its readings; each condition met and not met. Of each definition: each branch taken. A case shows a point of a rule
only where it asserts something of that rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from attrs import asdict, define, evolve, field, frozen

from qcrules.book import Machine, Rulebook
from qcrules.calendar import Calendar
from qcrules.errors import Place, QcrulesError
from qcrules.facts import Facts
from qcrules.finding import Finding, Verdict
from qcrules.interval import FALSE, INF, MINUTES_A_DAY, TRUE, Interval, Truth
from qcrules.rulebook.formula import Compare, Operand
from qcrules.rulebook.layout import EDITION
from qcrules.rulebook.lowering import Lowered, Resumed, SomeItem, Total, definition_fields, rule_fields
from qcrules.rulebook.model import Choice, Definition, Earliest, Pack, Reading, Rule, RuleForm, choice_of
from qcrules.rulebook.verbs import (
    DAYS,
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
    Period,
    Timed,
    running,
    walk,
)
from qcrules.term import Term, Unit
from qcrules.text import Text
from qcrules.vocabulary import Field, Type
from qcrules.worlds import Operands, Scope, WorldMaker, Worlds, see_through, truth

from .mutation import excused
from .rows import Row
from .runner import findings_of

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


@define
class Subject:
    """A rule or a definition: its points, and which of them some case shows. ``cases``: how many assert it."""

    id: str
    citations: tuple[str, ...]
    page: str
    place: Place
    points: dict[Point, bool]
    excuses: dict[Point, Text] = field(factory=dict)
    cases: int = 0

    def show(self, point: Point) -> None:
        """Some case shows this point."""
        if point in self.points:
            self.points[point] = True

    @property
    def missing(self) -> list[Point]:
        """What no case shows, and no page excuses."""
        return [point for point, shown in self.points.items() if not shown and point not in self.excuses]

    @property
    def shown(self) -> int:
        """How many points some case shows."""
        return sum(self.points.values())

    @property
    def excused(self) -> list[Point]:
        """What no case shows, for a reason that the page gives."""
        return [point for point, shown in self.points.items() if not shown and point in self.excuses]


@frozen
class Coverage:
    """The coverage of a pack."""

    pack: Pack
    subjects: tuple[Subject, ...]

    @property
    def points(self) -> int:
        """All points that could be shown."""
        return sum(len(one.points) for one in self.subjects) - self.excused

    @property
    def shown(self) -> int:
        """Those that are."""
        return sum(one.shown for one in self.subjects)

    @property
    def excused(self) -> int:
        """Those that cannot be, for a reason that stands in the page."""
        return sum(len(one.excused) for one in self.subjects)

    @property
    def percent(self) -> float:
        """How many of a hundred points are shown; never rounded up to all of them."""
        return int(1000 * self.shown / self.points) / 10 if self.points else 100.0


def measure(book: Rulebook, pack: Pack, rows: Iterable[Row], pages: frozenset[str] | None = None) -> Coverage:
    """What these cases show; ``pages``: of the law of some pages only. A case that cannot be checked shows nothing."""
    work = _Measuring(book, pack)
    for row in rows:
        work.row(row)
    wanted = tuple(one for one in work.subjects.values() if pages is None or one.page in pages)
    return Coverage(pack, wanted)


# -- what there is to show -------------------------------------------------------------------------------------


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
_YES, _NO = Text("да", "yes"), Text("нет", "no")
_IF, _EXCEPT, _REQUIRED = Text("если", "if"), Text("кроме", "except"), Text("требуется", "required")


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
        yield from leaves(_REQUIRED, form.requirement, list_path)


def _verdict(verdict: Verdict) -> Point:
    return Point("verdict", verdict.words)


def _reading(reading: Reading, option: str) -> Point:
    return Point("reading", Text.same(f"{reading.id} = {option}"))


def _edition(day: date, first: bool, inside: bool) -> Point:
    words = Text("действует с" if first else "действует по", "in force from" if first else "in force to")
    side = (
        Text("в этот день", "on that day")
        if inside
        else Text("накануне", "the day before")
        if first
        else Text("на следующий день", "the day after")
    )
    return Point("boundary", Text(f"{words.ru} {day:%d.%m.%Y} — {side.ru}", f"{words.en} {day}: {side.en}"))


def _points_of(rule: Rule, pack: Pack) -> Iterator[Point]:
    path = rule.for_each.path if rule.for_each else None
    yield from map(_verdict, _verdicts(rule))
    for name in rule.readings:
        for option in pack.readings[name].options:
            yield _reading(pack.readings[name], option)
    for choice, form in rule.forms.items():
        if not _plain(choice, pack):
            continue
        for leaf in leaves_of(form, path):
            yield from _leaf_points(leaf)
        for day, first in ((form.window.first, True), (form.window.last, False)):
            if day is not None:
                yield _edition(day, first, inside=True)
                yield _edition(day, first, inside=False)


def _plain(choice: Choice, pack: Pack) -> bool:
    """The default readings, or one other option alone: their combinations bring no new boundary."""
    return sum(pack.readings[name].default != option for name, option in choice) <= 1


def _leaf_points(leaf: Leaf) -> Iterator[Point]:
    yield leaf.point(_YES)
    yield leaf.point(_NO)
    if leaf.bounded:
        for side in (1, 0, -1):
            yield leaf.side(side)


def _verdicts(rule: Rule) -> Iterator[Verdict]:
    """The verdicts that a rule can come to."""
    demands = [form for form in rule.forms.values() if form.requirement is not None]
    asks = [
        form
        for form in demands
        if form.requirement is not None and any(True for _ in leaves(_REQUIRED, form.requirement, None))
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


def _branch(number: int, choice: Field | Earliest | BuiltDay | None) -> Point:
    if isinstance(choice, BuiltDay):
        words = Text(choice.words("ru"), choice.words("en"))
    elif isinstance(choice, Earliest):
        words = Text(f"самое раннее {choice.what.label.ru}", f"the earliest {choice.what.label.en}")
    else:
        words = choice.label if choice is not None else Text("нет", "none")
    return Point("branch", Text(f"вариант {number}: это {words.ru}", f"case {number}: is {words.en}"))


def _definition_points(definition: Definition, pack: Pack) -> Iterator[Point]:
    for name in definition.readings:
        for option in pack.readings[name].options:
            yield _reading(pack.readings[name], option)
    for choice, cases in definition.forms.items():
        if not _plain(choice, pack):
            continue
        for number, case in enumerate(cases, 1):
            yield _branch(number, case.choice)
            if case.condition is not None:
                for leaf in leaves(_IF, case.condition, None):
                    yield from _leaf_points(leaf)


# -- what is shown ---------------------------------------------------------------------------------------------


@frozen(eq=False)
class _Maker(WorldMaker):
    """A maker of worlds that keeps those it made."""

    made: list[Worlds] = field(factory=list)

    @classmethod
    def like(cls, other: WorldMaker) -> _Maker:
        """A maker that makes the same worlds."""
        return cls(**asdict(other, recurse=False))

    def make(self, facts: Facts) -> Worlds:
        worlds = WorldMaker.make(self, facts)
        self.made.append(worlds)
        return worlds


@define(eq=False)
class Replay:
    """Lowers conditions once more on a lowered rulebook: the same slots and operands, and new ones behind them."""

    lowered: Lowered
    chosen: Mapping[str, str]
    calendar: Calendar
    numbers: dict[Operand, int]
    extra: list[Operand] = field(factory=list)

    def slot(self, field: Field) -> int:
        if not field.defined:
            return self.lowered.layout.slots[field.path]
        slots = self.lowered.defined_slots[field.path]
        return slots[choice_of(tuple(name for name, _ in next(iter(slots))), self.chosen)]

    def path(self, path: str) -> int:
        return self.lowered.layout.slots[path]

    def operand(self, operand: Operand) -> int:
        known = self.numbers.get(operand)
        if known is None:
            known = self.numbers[operand] = len(self.lowered.operands) + len(self.extra)
            self.extra.append(operand)
        return known

    def exists(self, items: Field, where: Condition) -> int:
        formula = running(where, self)
        return next(
            one.slot
            for one in self.lowered.derived
            if isinstance(one, SomeItem) and (one.list_path, one.where) == (items.path, formula)
        )

    def verdict(self, rule: str) -> int:
        return self.lowered.variant(rule, self.chosen).verdict_slot

    def total(self, plus: Sequence[Field], minus: Sequence[Field]) -> int:
        slots = tuple(map(self.slot, plus)), tuple(map(self.slot, minus))
        return next(
            one.slot
            for one in self.lowered.derived
            if isinstance(one, Total) and (one.plus, one.minus) == slots
        )

    def resumed(self, base: Field, out: Period, term: Term) -> int:
        slots = self.slot(base), self.slot(out.start), self.slot(out.end)
        how = term.count * DAYS.get(term.unit, 1), term.unit is Unit.WORKING_DAY
        return next(
            one.slot
            for one in self.lowered.derived
            if isinstance(one, Resumed)
            and (one.base, one.since, one.until) == slots
            and (one.count, one.working) == how
        )

    def seen(self, scope: Scope) -> Operands:
        """The record, or an item, as it stands, through these operands."""
        return _Seen(self, scope)


@define(eq=False)
class _Seen:
    replay: Replay
    scope: Scope

    def operand(self, number: int) -> Interval:
        own = number - len(self.replay.lowered.operands)
        if own < 0:
            return self.scope.closed.operand(number)
        operand = self.replay.extra[own]
        if operand.slot is None:
            return operand.shift, operand.shift
        return see_through(operand, self.replay.calendar)(*self.scope.closed.get(operand.slot))


@define(eq=False)
class _Measuring:
    """One measurement."""

    book: Rulebook
    pack: Pack
    subjects: dict[tuple[str, str], Subject] = field(init=False)
    makers: dict[str, _Maker] = field(factory=dict, init=False)
    watched: Rulebook = field(init=False)

    def __attrs_post_init__(self) -> None:
        machines: dict[str, Machine] = {}
        for kind in self.pack.rules:
            machine = self.book.machine(kind)
            self.makers[kind] = _Maker.like(machine.worlds)
            machines[kind] = evolve(machine, worlds=self.makers[kind])
        self.watched = Rulebook(self.book.ready, self.book.calendar, machines)
        self.subjects = dict(self._subjects())

    def _subjects(self) -> Iterator[tuple[tuple[str, str], Subject]]:
        pages = {page.file: page.id for page in self.pack.pages}
        for kind, rules in self.pack.rules.items():
            for rule in rules.values():
                cited = tuple(citation.words for citation in rule.citations)
                points = dict.fromkeys(_points_of(rule, self.pack), False)
                yield (kind, rule.id), self._subject(rule.id, cited, pages, rule.place, points)
        for kind, definitions in self.pack.definitions.items():
            for path, definition in definitions.items():
                if definition.citation is not None:
                    points = dict.fromkeys(_definition_points(definition, self.pack), False)
                    name, cited = definition.field.label.ru, (definition.citation.words,)
                    yield (kind, path), self._subject(name, cited, pages, definition.place, points)

    def _subject(
        self,
        name: str,
        cited: tuple[str, ...],
        pages: Mapping[str, str],
        place: Place,
        points: dict[Point, bool],
    ) -> Subject:
        excuses = {
            point: excuse.reason
            for point in points
            if (excuse := excused(self.pack, name, point.words)) is not None
        }
        return Subject(name, cited, pages.get(place.file, ""), place, points, excuses)

    # -- one case --------------------------------------------------------------------------------------------

    def row(self, row: Row) -> None:
        """What one case shows."""
        kind = row.kind.whole
        self.makers[kind].made.clear()
        try:
            found = findings_of(self.watched, row, "reference", "ru")
        except QcrulesError:
            return
        worlds = self.makers[kind].made[0]
        chosen = {**self.pack.defaults(), **row.readings}
        lowered = self.book.machine(kind).lowered
        replay = Replay(lowered, chosen, self.book.calendar, {o: n for n, o in enumerate(lowered.operands)})
        for name in dict.fromkeys(name for asserted in row.asserted for name in asserted.rules):
            rule = self.pack.rules[kind].get(name)
            if rule is not None:
                self.rule(rule, found.get(name, ()), worlds, replay)
                for path in self._definitions_behind(kind, rule):
                    if path not in row.defined:
                        self.definition(self.pack.definitions[kind][path], worlds, replay)

    def rule(self, rule: Rule, found: Sequence[Finding], worlds: Worlds, replay: Replay) -> None:
        """What one case shows of a rule."""
        subject = self.subjects[rule.kind, rule.id]
        subject.cases += 1
        for name in rule.readings:
            subject.show(_reading(self.pack.readings[name], replay.chosen[name]))
        form = rule.form(replay.chosen)
        path = rule.for_each.path if rule.for_each else None
        edition = worlds.facts.get(EDITION)
        for day, first in ((form.window.first, True), (form.window.last, False)):
            if day is not None:
                _show_edition(subject, day, first, edition)
        for finding, scope in zip(found, worlds.scopes(path), strict=False):
            subject.show(_verdict(finding.verdict))
            for leaf in leaves_of(form, path):
                if leaf.part is _REQUIRED and finding.verdict is Verdict.NOT_APPLICABLE:
                    continue
                self.leaf(subject, leaf, worlds, scope, path, replay)

    def definition(self, definition: Definition, worlds: Worlds, replay: Replay) -> None:
        """What one case shows of a definition: the branch that is taken, and the conditions on the way to it."""
        subject = self.subjects[definition.kind, definition.field.path]
        subject.cases += 1
        for name in definition.readings:
            subject.show(_reading(self.pack.readings[name], replay.chosen[name]))
        for number, case in enumerate(definition.forms[choice_of(definition.readings, replay.chosen)], 1):
            holds: Truth = TRUE
            if case.condition is not None:
                for leaf in leaves(_IF, case.condition, None):
                    self.leaf(subject, leaf, worlds, worlds.record, None, replay)
                holds = truth(running(case.condition, replay), replay.seen(worlds.record))
            if holds == TRUE:
                subject.show(_branch(number, case.choice))
            if holds != FALSE:
                return

    def leaf(
        self, subject: Subject, leaf: Leaf, worlds: Worlds, scope: Scope, own: str | None, replay: Replay
    ) -> None:
        """Whether one condition is met, and how near its boundary."""
        scopes = [scope] if leaf.list_path in (None, own) else worlds.items.get(leaf.list_path, [])
        formula = running(leaf.condition, replay)
        bare = leaf.condition.lower(replay)
        for one in scopes:
            seen = replay.seen(one)
            holds = truth(formula, seen)
            if holds in (TRUE, FALSE):
                subject.show(leaf.point(_YES if holds == TRUE else _NO))
            if leaf.bounded and isinstance(bare, Compare):
                side = _side(seen.operand(bare.left), seen.operand(bare.right), leaf.condition)
                if side is not None:
                    subject.show(leaf.side(side))

    def _definitions_behind(self, kind: str, rule: Rule) -> set[str]:
        """The definitions that a rule reads, through others too."""
        found: set[str] = set()
        more = {fact.path for fact in rule_fields(rule) if fact.defined}
        while more:
            found |= more
            more = {
                fact.path
                for path in more
                for fact in definition_fields(self.pack.definitions[kind][path])
                if fact.defined
            } - found
        return {path for path in found if (kind, path) in self.subjects}


def _show_edition(subject: Subject, day: date, first: bool, edition: Interval) -> None:
    if edition[0] <= -INF or edition[1] >= INF or edition[0] // MINUTES_A_DAY != edition[1] // MINUTES_A_DAY:
        return
    outside = day - timedelta(1) if first else day + timedelta(1)
    for at, inside in ((day, True), (outside, False)):
        if edition[0] // MINUTES_A_DAY == at.toordinal():
            subject.show(_edition(day, first, inside))


def _side(left: Interval, right: Interval, condition: Condition) -> int | None:
    """How much room is left: 1, 0 or -1 of the unit; None where the case is farther off, or vague."""
    if left[0] != left[1] or right[0] != right[1] or abs(left[0]) >= INF or abs(right[0]) >= INF:
        return None
    room = right[0] - left[0]
    term = getattr(condition, "term", None)
    if term is not None and term.unit == "hours" and 0 < abs(room) <= 60:
        return 1 if room > 0 else -1
    return room if abs(room) <= 1 else None
