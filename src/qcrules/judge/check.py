"""The one way through: a record in, an assessment out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from attrs import evolve

from ..engine import Engine, agree, decide
from ..engine.reference import Reference
from ..errors import Place, Problem, RecordError, UsageError, nearest
from ..explain.findings import DECIDED
from ..explain.notes import later_notes, order_warnings
from ..facts.input import Input
from ..facts.layout import EDITION, IN_FORCE
from ..facts.recorded import Facts
from ..facts.vocabulary import Kind
from ..finding import Assessment, Finding
from ..kernel.interval import INF, Interval, Truth, as_interval, at_most, hull, whole_day
from ..law.model import Life, Pack, Rule, choice_of
from ..records.reading import WORKBOOKS, read_inputs
from ..text import Lang, Text
from .rulebook import Machine, Rulebook, load_rules
from .years import REPORT, MonthlyReport, report_of, years

if TYPE_CHECKING:
    pass

RECORD_FILES = (".yaml", ".yml", ".json", *WORKBOOKS)

EngineName = Literal["auto", "durable", "reference", "columnar"]


@overload
def check(
    record: list[Any] | tuple[Any, ...],
    *,
    rules: Rulebook | str | os.PathLike[str] | None = None,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
) -> tuple[Assessment, ...]: ...


@overload
def check(
    record: Any,
    *,
    rules: Rulebook | str | os.PathLike[str] | None = None,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
) -> Assessment: ...


def check(
    record: Any,
    *,
    rules: Rulebook | str | os.PathLike[str] | None = None,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
) -> Assessment | tuple[Assessment, ...]:
    """Check a record against a pack of rules.

    ``record``: a typed object (Inspection, Act, …), a mapping as in a case file, or the path of one. For a list of
    such, or a folder, there are as many assessments as ``check_all`` gives.
    ``as_of``: the day of the check (else the record's, else today; the assessment says which).
    ``readings``: options to be taken as settled, by reading.
    ``complete``: nothing is left out for want of knowing it (else the record's own word).
    ``engine``: «auto» is durable-rules where it can be imported, else the reference; whichever decides is held
    against the reference.

    Raises RecordError, PackError or UsageError for wrong input, CalendarRangeError for terms that leave the calendar.
    """
    if isinstance(record, list | tuple) or (isinstance(record, str | os.PathLike) and Path(record).is_dir()):
        return tuple(
            check_all(
                record,
                rules=rules,
                as_of=as_of,
                readings=readings,
                complete=complete,
                engine=engine,
                lang=lang,
            )
        )
    book = rules if isinstance(rules, Rulebook) else load_rules(rules)
    given = read_records(record, book)
    if len(given) != 1:
        raise RecordError(
            Problem(
                Text(
                    f"в книге отчётов: {len(given)}; `qcrules.forms.read` даёт каждый из них",
                    f"the workbook holds {len(given)} reports; `qcrules.forms.read` gives each of them",
                ),
                Place(str(record)),
            )
        )
    return check_input(given[0], book, as_of, readings, complete, engine, lang)


def check_all(
    records: Iterable[Any] | str | os.PathLike[str],
    *,
    rules: Rulebook | str | os.PathLike[str] | None = None,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
) -> Iterator[Assessment]:
    """Check many records: one assessment each, then one for every year of reports of one submitter.

    ``records``: anything that ``check`` takes, or a folder: every case file and form in it, by name.
    """
    book = rules if isinstance(rules, Rulebook) else load_rules(rules)
    folder = isinstance(records, str | os.PathLike)
    seen: list[MonthlyReport] = []
    for record in files_in(Path(records)) if folder else records:  # type: ignore[arg-type, union-attr]
        for given in read_records(record, book):
            yield check_input(given, book, as_of, readings, complete, engine, lang)
            seen += reports_in(given, book)
    for year in years(seen, book.core.vocabulary):
        yield check_input(year, book, as_of, readings, complete, engine, lang)


def reports_in(given: Input, book: Rulebook) -> list[MonthlyReport]:
    """What a year of reports needs to know of a record, if it is a report."""
    if given.kind.key != REPORT:
        return []
    day, _ = _day_of_check(None, given)
    facts = book.machine(given.kind.whole).reader.read(
        given.record,
        as_of=day,
        complete=given.complete,
        places=given.places,
        trail=given.trail,
        part=given.kind,
    )
    report = report_of(given, facts)
    return [report] if report is not None else []


def files_in(folder: Path) -> list[Path]:
    """The case files and forms of a folder, by name; a file is itself, and so is an empty folder.

    ``~$…`` is what Excel leaves beside an open book.
    """
    try:
        inside = list(folder.iterdir())
    except (OSError, ValueError):  # no folder, or none that can be listed: who reads it says so
        return [folder]
    found = (path for path in inside if not path.name.startswith("~$"))
    return sorted(path for path in found if path.suffix.lower() in RECORD_FILES) or [folder]


def read_records(given: Any, book: Rulebook) -> list[Input]:
    """The records in what is given to be checked: one, but of a workbook as many as it has reports."""
    return read_inputs(given, book.core.vocabulary, book.core.folder)


def check_input(
    given: Input,
    book: Rulebook,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
) -> Assessment:
    """Check a record that was already read from wherever it came."""
    settled = settled_readings(readings or {}, book.core)
    day, day_source = _day_of_check(as_of, given)
    machine = book.machine(given.kind.whole)
    facts = machine.reader.read(
        given.record,
        as_of=day,
        complete=given.complete if complete is None else complete,
        places=given.places,
        trail=given.trail,
        part=given.kind,
        defined=given.defined,
    )
    run = _Run(
        book,
        machine,
        facts,
        {**book.core.defaults(), **settled},
        _engine(book, given.kind.whole, engine),
        lang,
    )
    findings = run.findings(rules_of(machine, book.core, given.kind))
    id_ = facts.recorded.get("id")
    return Assessment(
        pack={"id": book.core.id, "version": book.core.version, "sha256": book.core.sha256},
        pack_title=book.core.title,
        calendar={"id": book.calendar.id, "sha256": book.calendar.sha256},
        engine=run.engine_name,
        as_of=day,
        as_of_source=day_source,
        readings=settled,
        kind=given.kind.key,
        kind_words=given.kind.term,
        subject_id=str(id_.value) if id_ and id_.value else None,
        source=given.source,
        findings=findings,
        warnings=(*order_warnings(book.core, given.kind.whole, facts), *later_notes(facts)),
        assumptions=(*_today(day, day_source), *run.assumptions),
        lang=lang,
    )


def rules_of(machine: Machine, pack: Pack, kind: Kind) -> list[Rule]:
    """The rules that speak of a kind of record; of a part alone, those that read something of it."""
    rules = list(pack.rules[kind.whole].values())
    if kind.inside is None:
        return rules
    reads = machine.explainer.tracer.reads
    return [rule for rule in rules if any(f.path.startswith(f"{kind.inside}.") for f in reads(rule))]


def settled_readings(readings: Mapping[str, str], pack: Pack) -> dict[str, str]:
    """The readings that the caller has settled. UsageError where a reading or an option is not known."""
    problems = []
    for name, option in readings.items():
        reading = pack.readings.get(name)
        if reading is None:
            hint = nearest(name, pack.readings)
            problems.append(
                Problem(Text(f"чтение `{name}` не известно{hint.ru}", f"unknown reading `{name}`{hint.en}"))
            )
        elif option not in reading.options:
            known = ", ".join(reading.options)
            problems.append(
                Problem(
                    Text(
                        f"у чтения `{name}` нет варианта `{option}`; есть: {known}",
                        f"reading `{name}` has no option `{option}`; it has: {known}",
                    )
                )
            )
    if problems:
        raise UsageError(problems)
    return dict(readings)


def _day_of_check(as_of: date | None, given: Input) -> tuple[date, Literal["argument", "record", "today"]]:
    if as_of is not None:
        return (as_of.date() if isinstance(as_of, datetime) else as_of), "argument"
    if given.as_of is not None:
        return given.as_of, "record"
    return date.today(), "today"


def _today(day: date, source: str) -> tuple[Text, ...]:
    if source != "today":
        return ()
    return (
        Text(
            f"день проверки не назван: взят сегодняшний, {day:%d.%m.%Y}",
            f"no day of the check was given: today, {day}, is taken",
        ),
    )


def _engine(book: Rulebook, kind: str, name: EngineName) -> Engine | None:
    """The engine that decides beside the reference: the one asked for, else durable-rules where it can be imported."""
    if name == "reference":
        return None
    if name == "columnar":
        return book.columnar(kind)
    if name not in ("auto", "durable"):
        hint = nearest(name, get_args(EngineName))
        raise UsageError(
            Problem(Text(f"движок `{name}` не известен{hint.ru}", f"unknown engine `{name}`{hint.en}"))
        )
    durable = book.durable(kind)
    if durable is None and name == "durable":
        raise UsageError(
            Problem(
                Text(
                    "движок `durable` здесь не загружается (durable-rules работает на Python до 3.13)",
                    "engine `durable` cannot be imported here (durable-rules works below Python 3.13)",
                )
            )
        )
    return durable


class _Run:
    """One check: the facts in force, the verdicts under every reading, the findings."""

    def __init__(
        self,
        book: Rulebook,
        machine: Machine,
        facts: Facts,
        chosen: Mapping[str, str],
        engine: Engine | None,
        lang: Lang,
    ) -> None:
        self.book = book
        self.machine = machine
        self.facts = facts
        self.chosen = chosen
        self.engine = engine
        self.lang = lang
        self.assumptions: tuple[Text, ...] = ()

    @property
    def engine_name(self) -> str:
        """The engine whose verdicts these are."""
        return self.engine.name if self.engine else Reference.name

    def findings(self, rules: list[Rule]) -> tuple[Finding, ...]:
        """The findings, with what the readings of the regulation's life make of them."""
        pack = self.book.core
        own = choice_of(pack.life_readings, self.chosen)
        edition = self.edition(pack.life[own])
        found = self.under(rules, pack.life[own], edition)
        in_force = _in_force(pack.life[own], edition)
        for choice, life in pack.life.items():
            # where no date is known, it is taken to lie in whatever life the regulation has
            if choice != own and not self.assumptions and _in_force(life, edition) != in_force:
                other = self.under(rules, life, edition)
                found = tuple(map(partial(self.contest, dict(choice)), found, other))
        return found

    def under(self, rules: list[Rule], life: Life, edition: Interval) -> tuple[Finding, ...]:
        """The findings while the regulation's life is as given."""
        self.facts.put(EDITION, edition)
        self.facts.put(IN_FORCE, as_interval(_in_force(life, edition)))
        worlds = self.machine.worlds.make(self.facts)
        plan = self.machine.explainer.plan(self.chosen)
        first = decide(plan.groups, worlds, self.engine) if self.engine is not None else {}
        decided = decide(self.machine.groups, worlds, self.machine.reference)
        agree(self.machine.lowered, first, decided)
        return self.machine.explainer.findings(rules, plan, worlds, decided, life, self.lang)

    def edition(self, life: Life) -> Interval:
        """The date that chooses the edition; where none is known, any day of the regulation's life.

        A date that may not have come yet is either."""
        whole = whole_day(life.first.toordinal())[0], whole_day(life.last.toordinal())[1]
        dates = (
            self.facts.get(fact.path)
            for fact in self.book.core.edition_dates.get(self.machine.lowered.kind, ())
        )
        known = next((span for span in dates if -INF < span[0] < INF), None)
        if known is not None and known[1] < INF:
            return known
        self.assumptions = (
            Text(
                "дата, по которой выбирается редакция, не известна: взято время действия Правил, "
                f"{life.first:%d.%m.%Y}–{life.last:%d.%m.%Y}",
                "the date that chooses the edition is not known: the regulation's life, "
                f"{life.first} to {life.last}, is taken",
            ),
        )
        return whole if known is None else hull(whole, (known[0], whole_day(self.facts.as_of.toordinal())[1]))

    def contest(self, life_options: Mapping[str, str], found: Finding, other: Finding) -> Finding:
        """A finding that turns on a reading of when the regulation is in force says so."""
        if found.verdict is other.verdict:
            return found
        turning = [(name, option) for name, option in life_options.items() if self.chosen[name] != option]
        explainer = self.machine.explainer
        own = [explainer.reading_verdict(name, self.chosen[name], found.verdict) for name, _ in turning]
        others = [explainer.reading_verdict(name, option, other.verdict) for name, option in turning]
        new = tuple(one for one in (*own, *others) if one not in found.readings)
        explained = evolve(found.explanation, readings=(*found.readings, *new))
        contested = found.contested or {found.verdict, other.verdict} <= DECIDED
        return Finding(found.provision, found.item, found.verdict, contested, found.lang, explained)


def _in_force(life: Life, edition: Interval) -> Truth:
    first, last = whole_day(life.first.toordinal())[0], whole_day(life.last.toordinal())[1]
    return min(at_most((first, first), edition), at_most(edition, (last, last)))
