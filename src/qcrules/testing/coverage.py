"""What the cases of a pack show of its law, point by point.

A case shows a point of a rule only where it asserts something of that rule. An edition that a page states for all
its rules is a place of its own: any case of any of them shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import asdict, define, evolve, field, frozen

from qcrules.engine.making import WorldMaker
from qcrules.engine.worlds import Scope, Worlds, truth
from qcrules.errors import Place, QcrulesError
from qcrules.facts.layout import EDITION
from qcrules.facts.recorded import Facts
from qcrules.finding import Finding, Verdict
from qcrules.judge.rulebook import Machine, Rulebook
from qcrules.kernel.formula import Formula, comparisons
from qcrules.kernel.interval import FALSE, INF, MINUTES_A_DAY, TRUE, Interval, Truth
from qcrules.law.lowering import Lowered, definition_fields, rule_fields
from qcrules.law.model import Definition, Pack, Page, Rule, Window, choice_of
from qcrules.law.verbs import Condition
from qcrules.text import Text

from .mutation.tally import excused
from .points import (
    NO,
    REQUIRED,
    YES,
    Leaf,
    Point,
    branch_point,
    leaves_of,
    leaves_of_case,
    points_of_definition,
    points_of_edition,
    points_of_rule,
    reading_point,
    verdict_point,
    window_points,
)
from .rows import Row
from .runner import findings_of


@define
class Subject:
    """A rule, a definition or the edition of a page: its points, and which of them some case shows.

    ``cases``: how many assert something of it.
    """

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


@frozen(eq=False)
class _Asked:
    """One case as it was decided: the rules, the options it chose, the worlds that were made for it."""

    lowered: Lowered
    chosen: Mapping[str, str]
    worlds: Worlds


_PAGE = "page"
"""Stands for the kind of record where the subject is a page."""


@define(eq=False)
class _Measuring:
    """One measurement."""

    book: Rulebook
    pack: Pack
    pages: Mapping[str, Page] = field(init=False)
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
        self.pages = {page.file: page for page in self.pack.pages}
        self.subjects = dict(self._subjects())

    def _subjects(self) -> Iterator[tuple[tuple[str, str], Subject]]:
        for kind, rules in self.pack.rules.items():
            for rule in rules.values():
                cited = tuple(citation.words for citation in rule.citations)
                points = points_of_rule(rule, self.pack)
                if rule.own_life:
                    yield from self._edition_of(self.pages[rule.place.file])
                yield (kind, rule.id), self._subject(rule.id, cited, rule.place, points)
        for kind, definitions in self.pack.definitions.items():
            for path, definition in definitions.items():
                if definition.citation is not None:
                    points = points_of_definition(definition, self.pack)
                    name, cited = definition.field.label.ru, (definition.citation.words,)
                    yield (kind, path), self._subject(name, cited, definition.place, points)

    def _edition_of(self, page: Page) -> Iterator[tuple[tuple[str, str], Subject]]:
        if page.edition is not None:
            points = points_of_edition(page.edition, self.pack)
            yield (_PAGE, page.id), self._subject(page.id, (page.words,), page.edition.place, points)

    def _subject(self, name: str, cited: tuple[str, ...], place: Place, points: Iterable[Point]) -> Subject:
        points = dict.fromkeys(points, False)
        excuses = {
            point: excuse.reason
            for point in points
            if (excuse := excused(self.pack, name, point.words)) is not None
        }
        page = self.pages.get(place.file)
        return Subject(name, cited, page.id if page else "", place, points, excuses)

    # -- one case --------------------------------------------------------------------------------------------

    def row(self, row: Row) -> None:
        """What one case shows."""
        kind = row.kind.whole
        self.makers[kind].made.clear()
        try:
            found = findings_of(self.watched, row, "reference", "ru")
        except QcrulesError:
            return
        chosen = {**self.pack.defaults(), **row.readings}
        asked = _Asked(self.book.machine(kind).lowered, chosen, self.makers[kind].made[0])
        named = dict.fromkeys(name for asserted in row.asserted for name in asserted.rules)
        rules = [self.pack.rules[kind][name] for name in named if name in self.pack.rules[kind]]
        for rule in rules:
            self.rule(rule, found.get(rule.id, ()), asked)
            for path in self._definitions_behind(kind, rule):
                if path not in row.defined:
                    self.definition(self.pack.definitions[kind][path], asked)
        for file in dict.fromkeys(rule.place.file for rule in rules if rule.own_life):
            self.edition(self.pages[file], asked)

    def rule(self, rule: Rule, found: Sequence[Finding], asked: _Asked) -> None:
        """What one case shows of a rule."""
        subject = self.subjects[rule.kind, rule.id]
        subject.cases += 1
        self.readings(subject, rule.own_readings, asked)
        form, worlds = rule.form(asked.chosen), asked.worlds
        formulas = asked.lowered.formulas[asked.lowered.variant(rule.id, asked.chosen).verdict_slot]
        path = rule.for_each.path if rule.for_each else None
        _show_window(subject, form.window, worlds)
        for finding, scope in zip(found, worlds.scopes(path), strict=False):
            subject.show(verdict_point(finding.verdict))
            for leaf in leaves_of(form, path):
                if leaf.part is REQUIRED and finding.verdict is Verdict.NOT_APPLICABLE:
                    continue
                scopes = [scope] if leaf.list_path in (None, path) else worlds.items.get(leaf.list_path, [])
                _show_leaf(subject, leaf, formulas[leaf.condition], scopes)

    def edition(self, page: Page, asked: _Asked) -> None:
        """What one case shows of the days between which the rules of a page are in force."""
        if page.edition is not None:
            subject = self.subjects[_PAGE, page.id]
            subject.cases += 1
            self.readings(subject, page.edition.readings, asked)
            choice = choice_of(page.edition.readings, asked.chosen)
            _show_window(subject, page.edition.windows[choice], asked.worlds)

    def readings(self, subject: Subject, names: Iterable[str], asked: _Asked) -> None:
        """The options of these readings that a case chooses."""
        for name in names:
            subject.show(reading_point(self.pack.readings[name], asked.chosen[name]))

    def definition(self, definition: Definition, asked: _Asked) -> None:
        """What one case shows of a definition: the branch that is taken, and the conditions on the way to it."""
        subject = self.subjects[definition.kind, definition.field.path]
        subject.cases += 1
        self.readings(subject, definition.readings, asked)
        formulas = asked.lowered.formulas[asked.lowered.slot(definition.field, asked.chosen)]
        record = asked.worlds.record
        for number, case in enumerate(definition.forms[choice_of(definition.readings, asked.chosen)], 1):
            holds: Truth = TRUE
            if case.condition is not None:
                for leaf in leaves_of_case(case):
                    scopes = asked.worlds.items.get(leaf.list_path, []) if leaf.list_path else [record]
                    _show_leaf(subject, leaf, formulas[leaf.condition], scopes)
                holds = truth(formulas[case.condition], record.recorded)
            if holds == TRUE:
                subject.show(branch_point(number, case.choice))
            if holds != FALSE:
                return

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


def _show_leaf(subject: Subject, leaf: Leaf, formula: Formula, scopes: Iterable[Scope]) -> None:
    """Whether one condition is met in the record, or in an item, and how near its boundary."""
    for scope in scopes:
        holds = truth(formula, scope.recorded)
        if holds in (TRUE, FALSE):
            subject.show(leaf.point(YES if holds == TRUE else NO))
        if leaf.bounded:
            bound = comparisons(formula)[-1]
            side = _side(
                scope.recorded.operand(bound.left), scope.recorded.operand(bound.right), leaf.condition
            )
            if side is not None:
                subject.show(leaf.side(side))


def _show_window(subject: Subject, window: Window, worlds: Worlds) -> None:
    """How near the case is to the first and the last day of an edition."""
    low, high = worlds.facts.get(EDITION)
    day = low // MINUTES_A_DAY
    if low > -INF and high < INF and day == high // MINUTES_A_DAY:
        for at, point in window_points(window):
            if at.toordinal() == day:
                subject.show(point)


def _side(left: Interval, right: Interval, condition: Condition) -> int | None:
    """How much room is left: 1, 0 or -1 of the unit; None where the case is farther off, or vague."""
    if left[0] != left[1] or right[0] != right[1] or abs(left[0]) >= INF or abs(right[0]) >= INF:
        return None
    room = right[0] - left[0]
    term = getattr(condition, "term", None)
    if term is not None and term.unit == "hours" and 0 < abs(room) <= 60:
        return 1 if room > 0 else -1
    return room if abs(room) <= 1 else None
