"""The way through a check: records in, assessments out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from attrs import frozen

from ..errors import Place, Problem, RecordError
from ..facts.input import REPORT, Input
from ..facts.words import Nulls
from ..finding import Assessment
from ..records.reading import WORKBOOKS, read_inputs
from ..text import Lang, Text
from .judgement import EngineName, Judgement, Settings
from .rulebook import Rulebook, load_rules

if TYPE_CHECKING:
    from .years import MonthlyReport

RECORD_FILES = (".yaml", ".yml", ".json", *WORKBOOKS)


@overload
def check(
    record: list[Any] | tuple[Any, ...],
    *,
    rules: Rulebook | str | os.PathLike[str] | None = None,
    as_of: date | str | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
    nulls: Nulls | None = None,
) -> tuple[Assessment, ...]: ...


@overload
def check(
    record: str | os.PathLike[str],
    *,
    rules: Rulebook | str | os.PathLike[str] | None = None,
    as_of: date | str | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
    nulls: Nulls | None = None,
) -> Any: ...  # of a folder a tuple, of a file an assessment: only the disk knows


@overload
def check(
    record: Any,
    *,
    rules: Rulebook | str | os.PathLike[str] | None = None,
    as_of: date | str | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
    nulls: Nulls | None = None,
) -> Assessment: ...


def check(
    record: Any,
    *,
    rules: Rulebook | str | os.PathLike[str] | None = None,
    as_of: date | str | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
    nulls: Nulls | None = None,
) -> Assessment | tuple[Assessment, ...]:
    """Check a record against a pack of rules.

    ``record``: a typed object (Inspection, Act, …), a mapping as in a case file, or the path of one. For a list of
    such, or a folder, there are as many assessments as ``check_all`` gives.
    ``nulls``: what a null says: «absent» (so a null is read where nobody says, for it is written) or «unknown».
    ``as_of``: the day of the check (else the record's, else today; the assessment says which).
    ``readings``: options to be taken as settled, by reading.
    ``complete``: nothing is left out for want of knowing it (else the record's own word).
    ``engine``: «auto» is durable-rules where it can be imported, else the reference; whichever decides is held
    against the reference.

    Raises RecordError, PackError or UsageError for wrong input, CalendarRangeError for terms that leave the calendar.
    """
    book = _book(rules)
    settings = Settings.of(as_of, lang, readings=readings, complete=complete, engine=engine, nulls=nulls)
    if isinstance(record, list | tuple) or (isinstance(record, str | os.PathLike) and Path(record).is_dir()):
        return tuple(assessed(judged(in_folder(record), book, settings)))
    given = read_records(record, book)
    if len(given) != 1:
        raise RecordError(
            Problem(
                Text(
                    f"в файле записей: {len(given)}; `check([файл])` проверит каждую",
                    f"the file holds {len(given)} records; `check([file])` checks each of them",
                ),
                Place(str(record)),
            )
        )
    return Judgement.of(given[0], book, settings).assessment()


def check_all(
    records: Iterable[Any] | str | os.PathLike[str],
    *,
    rules: Rulebook | str | os.PathLike[str] | None = None,
    as_of: date | str | None = None,
    readings: Mapping[str, str] | None = None,
    complete: bool | None = None,
    engine: EngineName = "auto",
    lang: Lang = "en",
    nulls: Nulls | None = None,
) -> Iterator[Assessment]:
    """Check many records: one assessment each, then one for every year of reports of one submitter.

    ``records``: anything that ``check`` takes, or a folder: every case file and form in it, by name.
    """
    settings = Settings.of(as_of, lang, readings=readings, complete=complete, engine=engine, nulls=nulls)
    yield from assessed(judged(in_folder(records), _book(rules), settings))


def warm(
    rules: Rulebook | str | os.PathLike[str] | None = None,
    *,
    kinds: Iterable[str] | None = None,
    engine: EngineName = "auto",
) -> Rulebook:
    """Load rules and make all that their first check would make: who starts a service calls it, and nobody waits.

    ``kinds``: of the records that will come; all by default. Returns the rules, which ``check`` takes. It takes some
    tenths of a second. PackError, RecordError or UsageError as from ``check``.
    """
    book = _book(rules)
    for kind in book.core.vocabulary.kinds if kinds is None else kinds:
        for finding in check({kind: {}}, rules=book, engine=engine).findings:
            assert finding.explanation  # it is made when it is asked for
    book.learn()
    return book


@frozen(eq=False, repr=False)
class Checked:
    """What came of one record: the record and its assessment, or what was wrong with where it came from."""

    source: Any
    given: Input | None = None
    assessment: Assessment | None = None
    error: Exception | None = None
    reports: tuple[MonthlyReport, ...] = ()
    """The record as its year sees it, where it is a report."""


def judged(records: Iterable[Any], book: Rulebook, settings: Settings) -> Iterator[Checked]:
    """Every record in turn, then every year of reports of one submitter; an error stops none of the others."""
    reports: list[MonthlyReport] = []
    for source in records:
        for one in judged_of(source, book, settings):
            reports += one.reports
            yield one
    yield from judged_years(reports, book, settings)


def judged_of(source: Any, book: Rulebook, settings: Settings) -> Iterator[Checked]:
    """The records of one source."""
    try:
        for given in read_records(source, book):
            judgement = Judgement.of(given, book, settings)
            assessment = judgement.assessment()
            yield Checked(source, given, assessment, reports=_reports(judgement))
    except Exception as error:
        yield Checked(source, error=error)


def judged_years(reports: list[MonthlyReport], book: Rulebook, settings: Settings) -> Iterator[Checked]:
    """The years of some reports."""
    for year in _years(reports, book):
        yield Checked(year.source, year, Judgement.of(year, book, settings).assessment())


def _reports(judgement: Judgement) -> tuple[MonthlyReport, ...]:
    """A record as its year sees it, where it is a report."""
    if judgement.given.kind.key != REPORT:
        return ()
    from .years import report_of  # most records are no reports

    report = report_of(judgement.given, judgement.facts)
    return () if report is None else (report,)


def _years(reports: list[MonthlyReport], book: Rulebook) -> list[Input]:
    """The years of some reports."""
    if not reports:
        return []
    from .years import years

    return years(reports, book.core.vocabulary)


def assessed(found: Iterable[Checked]) -> Iterator[Assessment]:
    """The assessments; the first error is raised."""
    for one in found:
        if one.error is not None:
            raise one.error
        if one.assessment is not None:
            yield one.assessment


def _book(rules: Rulebook | str | os.PathLike[str] | None) -> Rulebook:
    return rules if isinstance(rules, Rulebook) else load_rules(rules)


def in_folder(records: Iterable[Any] | str | os.PathLike[str]) -> Iterable[Any]:
    """The records that are given, or those of a folder."""
    return files_in(Path(records)) if isinstance(records, str | os.PathLike) else records


def files_in(folder: Path) -> list[Path]:
    """The case files and forms of a folder, by name; a file is itself, and so is an empty folder.

    ``~$…`` is what Excel leaves beside an open book; what begins with a dot is hidden, such as what macOS leaves beside
    every file of a shared folder, or a file that is being written.
    """
    try:
        inside = list(folder.iterdir())
    except (OSError, ValueError):  # no folder, or none that can be listed: who reads it says so
        return [folder]
    found = (path for path in inside if not path.name.startswith(("~$", ".")))
    return sorted(path for path in found if path.suffix.lower() in RECORD_FILES) or [folder]


def read_records(given: Any, book: Rulebook) -> list[Input]:
    """The records in what is given to be checked: one, but of a workbook as many as it has reports,
    and of a case file one of each kind that it has."""
    return read_inputs(given, book.core.vocabulary, book.core.folder)
