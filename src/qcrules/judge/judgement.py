"""One record judged: from its facts to the verdicts under every reading, and the findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from attrs import frozen

from ..by_value import ByValue
from ..cached import cached_property
from ..engine import Decided, Engine, agree, decide
from ..engine.derived import known_date, within
from ..engine.reference import Reference
from ..engine.worlds import Worlds, truth
from ..errors import Problem, RecordError, UsageError, nearest
from ..explain.explained import Elsewhere
from ..explain.findings import Explaining
from ..explain.notes import contradiction_warnings, later_notes, order_warnings
from ..facts.input import Input
from ..facts.layout import EDITION, IN_FORCE
from ..facts.moments import day_words
from ..facts.path import Trail
from ..facts.recorded import Facts
from ..facts.vocabulary import Kind
from ..facts.words import Nulls
from ..finding import Assessment, Finding, Verdict
from ..kernel.derived import EditionDate
from ..kernel.interval import FALSE, INF, NO, TRUE, YES, Truth
from ..law.model import Pack, Rule, choice_of
from ..law.validity import Validity
from ..text import Lang, Text
from .asked import day_of_check, known_complete, known_language, known_nulls, settled_readings
from .rulebook import Machine, Rulebook
from .told import OneOfEach, Told

if TYPE_CHECKING:
    from .several import SeveralOfAKind

_NOT_KNOWN = Text(
    "дата, по которой выбирается редакция, не известна: взято время действия, {}",
    "the date that chooses the edition is not known: the time in force is taken, {}",
)
_NOT_NAMED = Text(
    "по какой дате выбирается редакция, свод не говорит (`редакция_по`): взято время действия, {}",
    "the pack does not say which date chooses the edition (`edition_by`): the time in force is taken, {}",
)
_SINCE, _FROM_TO = Text("с {}", "from {} on"), Text("{}–{}", "{} to {}")

DaySource = Literal["argument", "record", "today"]
EngineName = Literal["auto", "durable", "reference", "columnar"]


@frozen(eq=False, repr=False)
class Settings(ByValue):
    """How a record is to be checked, as ``check`` is told."""

    as_of: date | None = None
    readings: Mapping[str, str] | None = None
    complete: bool | None = None
    engine: EngineName = "auto"
    lang: Lang = "en"
    nulls: Nulls | None = None

    @classmethod
    def of(
        cls, as_of: date | str | None, lang: str, complete: Any = None, nulls: Any = None, **others: Any
    ) -> Settings:
        """The settings as a caller says them. UsageError where the day, the language, … are none."""
        complete, nulls = known_complete(complete), known_nulls(nulls)
        return cls(
            as_of=day_of_check(as_of), lang=known_language(lang), complete=complete, nulls=nulls, **others
        )

    def day(self, given: Input) -> tuple[date, DaySource]:
        """The day of the check, and who named it."""
        if self.as_of is not None:
            return self.as_of, "argument"
        if given.as_of is not None:
            return given.as_of, "record"
        return date.today(), "today"

    def complete_of(self, given: Input) -> bool:
        """Did what the record leaves out not happen?"""
        return given.complete if self.complete is None else self.complete


def _facts_of(given: Input, machine: Machine, settings: Settings, day: date) -> Facts:
    """The facts of a record. RecordError lists all that is wrong, in it and beside it, in the order of its file."""
    problems = list(given.mistakes)
    try:
        facts = machine.reader.read(
            given.record,
            as_of=day,
            complete=settings.complete_of(given),
            places=given.places,
            trail=given.trail,
            part=given.kind,
            defined=given.defined,
            nulls=settings.nulls or given.nulls,
        )
    except RecordError as error:
        problems += error.problems
    if problems:
        raise RecordError(sorted(problems, key=_line_and_column))
    return facts


def _line_and_column(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (0, 0) if place is None else (place.line or 0, place.column or 0)


@frozen(eq=False, repr=False, slots=False)
class Judgement:
    """One record judged by a rulebook: its facts, the regulation in force, both worlds, every verdict."""

    given: Input
    book: Rulebook
    machine: Machine
    """What is made once for its kind of record."""
    settings: Settings
    day: date
    day_source: DaySource
    settled: Mapping[str, str]
    """The readings that the caller has settled."""
    chosen: Mapping[str, str]
    """The option of every reading."""
    engine: Engine | None
    """Decides beside the reference, which explains."""
    facts: Facts
    worlds: Worlds
    decided: Decided

    @classmethod
    def of(
        cls, given: Input, book: Rulebook, settings: Settings, machine: Machine | None = None
    ) -> Judgement:
        """Judge a record. RecordError or UsageError where it, or what is asked of it, is wrong.

        ``machine``: one that finds only some of the rules, of a record that gives nothing several times.
        CalendarRangeError for terms that leave the calendar.
        """
        settled = settled_readings(settings.readings, book.core)
        day, day_source = settings.day(given)
        machine = machine or book.machine(given.kind.whole)
        facts = _facts_of(given, machine, settings, day)
        chosen = {**book.core.defaults(), **settled}
        engine = engine_named(settings.engine, book, given.kind)
        worlds = machine.worlds.make(facts, validity_of(book.core, chosen).given(given.kind.whole))
        decided = verdicts(machine, worlds, chosen, engine)
        return cls(
            given, book, machine, settings, day, day_source, settled, chosen, engine, facts, worlds, decided
        )

    @cached_property
    def validity(self) -> Validity:
        """From when to when the regulation is in force, under the chosen readings."""
        return validity_of(self.book.core, self.chosen)

    def findings(self) -> tuple[Finding, ...]:
        """The findings, with what the readings of the regulation's validity make of them."""
        return self.told().findings

    @cached_property
    def violated(self) -> frozenset[tuple[str, str | None]]:
        """The rules that are violated, each with its item."""
        return frozenset((one.rule, one.item) for one in self.findings() if one.verdict is Verdict.VIOLATED)

    def told(self) -> Told[Judgement]:
        """The findings, and the judgements that they come from: of what there are several, those of one of each."""
        if self.facts.several:
            return self._several().told()
        rules = rules_of(self.machine, self.book.core, self.given.kind)
        found = self._explaining.findings(rules, self.settings.lang)
        return Told(found, {self: [(one, one) for one in found]})

    def _several(self) -> SeveralOfAKind[Judgement]:
        from .several import SeveralOfAKind, with_one  # few records give anything several times

        def see(picked: OneOfEach) -> tuple[Judgement, Mapping[Trail, int], tuple[Finding, ...]]:
            given = with_one(self.given, picked)
            view = Judgement.of(given, self.book, self.settings)
            return view, given.picked, view.findings()

        rules = rules_of(self.machine, self.book.core, self.given.kind)
        several = SeveralOfAKind(self.book.core, rules, self.chosen, self.facts.several, see)
        for path, count in self.facts.several.items():
            for number in range(count):
                several.view({path: number})  # each is read, whatever rules ask: what is wrong in it is said
        too_many = several.too_many()
        if too_many is not None:
            recorded = self.facts.recorded.get(next(iter(self.facts.several)))
            place = self.given.places(recorded.trail if recorded is not None else self.given.trail)
            raise RecordError(Problem(too_many, place))
        return several

    @cached_property
    def _explaining(self) -> Explaining:
        """What explains its verdicts, made once: findings ask it when somebody asks them."""
        explainer = self.machine.explainer
        plan, elsewhere = explainer.plan(self.chosen), self._elsewhere()
        settled = self.machine.settled
        return Explaining(
            explainer, plan, self.worlds, self.decided, elsewhere, self.validity, settled=settled
        )

    # -- the edition in force -----------------------------------------------------------------------------------

    def _elsewhere(self) -> list[Elsewhere]:
        """The verdicts under each other validity of the regulation that has it in force, or not, where this has not."""
        found: list[Elsewhere] = []
        if self.machine.settled == self.machine.only:  # nobody asks
            return found
        for choice, other in self.book.core.validity.items():
            turns = [(name, self.chosen[name], to) for name, to in choice if self.chosen[name] != to]
            if turns and self._matters(other):
                worlds = self.machine.worlds.make(self.facts, other.given(self.given.kind.whole))
                decided = verdicts(self.machine, worlds, self.chosen, self.engine)
                found.append(Elsewhere(tuple(turns), decided))
        return found

    def _matters(self, other: Validity) -> bool:
        """May another validity make another verdict?"""
        own, kind = self.validity, self.given.kind.whole
        if (kind in other.by_step) != (kind in own.by_step):
            return own.span == other.span and (kind in own.by_step or self._steps_matter())
        if self.edition_assumed:  # the date is taken to lie within whatever validity the regulation has
            return False
        return kind in own.by_step or self._in_force(other) != self._in_force(own)

    def _steps_matter(self) -> bool:
        """Does the regulation rule a step, and not the record; or the record, and not a step?"""
        in_force = self.worlds.record.recorded.get(self.facts.layout.slots[IN_FORCE])
        other = {YES: FALSE, NO: TRUE}.get(in_force)
        if other is None:
            return False
        idle = {
            None,
            *([Verdict.NOT_APPLICABLE] if other == FALSE else []),
        }  # None: nobody asks for its verdict
        for (path, step), numbers in self.machine.explainer.plan(self.chosen).steps.items():
            for scope in self.worlds.scopes(path):
                if truth(step, scope.recorded) == other:
                    verdicts = self.decided.get(scope.key, {})
                    if any(verdicts.get(number) not in idle for number in numbers):
                        return True
        return False

    @property
    def edition_assumed(self) -> bool:
        """Is the date that chooses the edition not known, so that any day of the validity is taken?"""
        edition = self.machine.lowered.derived[self.facts.layout.slots[EDITION]]
        assert isinstance(edition, EditionDate)
        known = known_date(edition, self.facts.spans.__getitem__)
        return known is None or known[1] >= INF

    def _in_force(self, validity: Validity) -> Truth:
        """Would the regulation be in force on the known date that chooses the edition?"""
        edition = self.worlds.record.recorded.get(self.facts.layout.slots[EDITION])
        first, last = validity.span
        return within(edition, (first, first), (last, last))

    # -- the answer ---------------------------------------------------------------------------------------------

    def assessment(self) -> Assessment:
        """All findings, and what they were made with."""
        pack, calendar, given = self.book.core, self.book.calendar, self.given
        id_ = self.facts.recorded.get("id")
        told = self.told()
        views = dict.fromkeys((self, *told.views))
        return Assessment(
            pack={"id": pack.id, "version": pack.version, "sha256": pack.sha256},
            pack_title=pack.title,
            calendar={"id": calendar.id, "sha256": calendar.sha256},
            engine=self.engine.name if self.engine is not None else Reference.name,
            as_of=self.day,
            as_of_source=self.day_source,
            readings=self.settled,
            kind=given.kind.key,
            kind_words=given.kind.term,
            subject_id=str(id_.value) if id_ and id_.value else None,
            source=given.source,
            findings=told.findings,
            warnings=tuple(dict.fromkeys(said for view in views for said in view._warnings())),
            assumptions=self._assumptions(told),
            lang=self.settings.lang,
            caveat=pack.caveat,
            basis=self,
        )

    def _warnings(self) -> Iterator[Text]:
        """What cannot be so, or is against the usual order, or lies after the day of the check."""
        pack = self.book.core
        yield from order_warnings(pack, self.given.kind.whole, self.facts)
        yield from contradiction_warnings(pack, self.machine.lowered, self.worlds, self.chosen)
        yield from later_notes(self.facts)

    def _whose_edition(self) -> Text:
        """What was taken, where the date that chooses the edition is not known, or the pack names none."""
        first, last = day_words(self.validity.first), day_words(self.validity.last)
        words = _SINCE if self.validity.endless else _FROM_TO
        dated = self.book.core.edition_dates.get(self.given.kind.whole)
        return (_NOT_KNOWN if dated else _NOT_NAMED).filled(words.filled(first, last))

    def _last_year(self, told: Told[Judgement], enough: int) -> int:
        """The last year in which a term ends, where it is after ``enough``."""
        return max(
            (view._explaining.last_year(found, enough) for view, found in told.views.items()), default=0
        )

    def _assumptions(self, told: Told[Judgement]) -> tuple[Text, ...]:
        """What was taken to be so, because nobody said."""
        found = []
        if self.day_source == "today":
            found.append(
                Text(
                    f"день проверки не назван: взят сегодняшний, {self.day:%d.%m.%Y}",
                    f"no day of the check was given: today, {self.day}, is taken",
                )
            )
        if self.edition_assumed:
            found.append(self._whose_edition())
        own = self.book.calendar
        known = {one.transfers_known_to: one for one in (own, *own.others.values())}
        for year, calendar in known.items():
            if year is not None and (caveat := calendar.caveat(self._last_year(told, year))):
                found.append(caveat)
        return tuple(found)


def validity_of(pack: Pack, chosen: Mapping[str, str]) -> Validity:
    """From when to when a regulation is in force, under some chosen readings."""
    return pack.validity[choice_of(pack.validity_readings, chosen)]


def verdicts(machine: Machine, worlds: Worlds, chosen: Mapping[str, str], engine: Engine | None) -> Decided:
    """The verdicts under every reading; of the chosen ones, two engines must agree."""
    first: Decided = {}
    if engine is not None:
        first = decide(machine.explainer.plan(chosen).groups, worlds, engine)
    decided = decide(machine.groups, worlds, machine.reference)
    agree(machine.lowered, first, decided)
    return decided


def rules_of(machine: Machine, pack: Pack, kind: Kind) -> list[Rule]:
    """The rules that speak of a kind of record; of a part alone, those that read something of it."""
    only = machine.only
    rules = [one for one in pack.rules[kind.whole].values() if only is None or one.id in only]
    if kind.inside is None:
        return rules
    reads = machine.explainer.reads
    return [rule for rule in rules if any(f.path.startswith(f"{kind.inside}.") for f in reads(rule))]


def engine_named(name: EngineName, book: Rulebook, kind: Kind) -> Engine | None:
    """The engine that decides beside the reference: the one asked for, else durable-rules where it is installed."""
    if name == "reference":
        return None
    if name == "columnar":
        return book.columnar(kind.whole)
    if name not in ("auto", "durable"):
        hint = nearest(name, get_args(EngineName))
        raise UsageError(
            Problem(Text(f"движок `{name}` не известен{hint.ru}", f"unknown engine `{name}`{hint.en}"))
        )
    durable = book.durable(kind.whole)
    if durable is None and name == "durable":
        raise UsageError(
            Problem(
                Text(
                    "движка `durable` здесь нет: pip install 'qcrules[durable]' (нужны компилятор C и Python до 3.13)",
                    "engine `durable` is not here: pip install 'qcrules[durable]' (it needs a C compiler and Python "
                    "below 3.13)",
                )
            )
        )
    return durable
