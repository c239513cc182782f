"""Runs the case tables of packs. A row that cannot be read or checked fails, and stops none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from attrs import evolve, frozen

from qcrules.check import EngineName, Rulebook, check_input, load_rules
from qcrules.errors import Place, QcrulesError
from qcrules.finding import Finding
from qcrules.loading.record import Input
from qcrules.rulebook.model import CaseTable, Cell, Pack, Page, choice_of
from qcrules.text import Lang, Text

from .expectation import Expectation, agree
from .rows import Asserted, Row, read_row

_JOIN = " / "


@frozen
class Outcome:
    """One assertion of a row: a rule, what was expected, what came, and the finding's own sentence."""

    rule: str
    citation: str
    place: Place
    expected: str
    got: str
    passed: bool
    why: Text


@frozen
class Result:
    """One case: a row of a table. ``broken`` says why it could not be run at all."""

    title: str
    table: str
    page: str
    place: Place
    outcomes: tuple[Outcome, ...] = ()
    broken: Text | None = None

    @property
    def passed(self) -> bool:
        """Did everything that the row asserts hold?"""
        return self.broken is None and all(outcome.passed for outcome in self.outcomes)


Wanted = Callable[[Page, str], bool]


def run(
    paths: Sequence[str | Path] = (),
    *,
    engine: EngineName = "auto",
    wanted: Wanted | None = None,
    lang: Lang = "ru",
) -> list[Result]:
    """The cases of the packs in these folders, else of the built-in one. PackError for one with errors."""
    books = [load_rules(path) for path in paths] or [load_rules()]
    return [result for book in books for result in run_pack(book, engine=engine, wanted=wanted, lang=lang)]


def run_pack(
    book: Rulebook, *, engine: EngineName = "auto", wanted: Wanted | None = None, lang: Lang = "ru"
) -> Iterator[Result]:
    """The cases of one pack; ``wanted`` chooses by the page and the title of the case."""
    for page in book.pack.pages:
        for table in page.tables:
            for cells in table.rows:
                if wanted is None or wanted(page, _words_of(table, cells)):
                    yield _run_row(book, page, table, cells, engine, lang)


def _words_of(table: CaseTable, cells: tuple[Cell, ...]) -> str:
    """What a case can be looked for by: its title and that of its table, and the rules it asserts."""
    return " ".join((table.title, cells[0].text, *(head.text for head in table.header)))


def _run_row(
    book: Rulebook, page: Page, table: CaseTable, cells: tuple[Cell, ...], engine: EngineName, lang: Lang
) -> Result:
    title, place = cells[0].text, cells[0].place
    try:
        row = read_row(book.pack, page, table, cells)
        findings = _findings(book, row, engine, lang)
    except QcrulesError as wrong:
        said = Text(wrong.words("ru"), wrong.words("en"))
        return Result(title, table.title, page.id, place, broken=said)
    except Exception as crash:
        said = Text.same(f"{type(crash).__name__}: {crash}")
        return Result(title, table.title, page.id, place, broken=said)
    outcomes = tuple(_outcome(asserted, findings.get(asserted.rule, ()), lang) for asserted in row.asserted)
    return Result(row.title, row.table, page.id, place, outcomes)


def _findings(book: Rulebook, row: Row, engine: EngineName, lang: Lang) -> dict[str, Sequence[Finding]]:
    """The findings of a row by rule.

    A reading that a row chooses is settled for its verdict; «спорно» asks about the law before it is settled.
    """
    found = _checked(book, row, row.readings, engine, lang)
    if row.readings and any(one.contested for asserted in row.asserted for one in asserted.expected):
        open_law = _checked(book, row, {}, engine, lang)
        for rule, findings in found.items():
            turns = [one.contested for one in open_law.get(rule, ())]
            if len(turns) == len(findings):
                pairs = zip(findings, turns, strict=True)
                found[rule] = [evolve(one, contested=one.contested or turn) for one, turn in pairs]
    return found


def _checked(
    book: Rulebook, row: Row, readings: Mapping[str, str], engine: EngineName, lang: Lang
) -> dict[str, Sequence[Finding]]:
    day = row.as_of or _last_day(book.pack)
    given = Input(row.kind, row.record, defined=row.defined, places=row.place_of)
    found: dict[str, list[Finding]] = {}
    for finding in check_input(given, book, day, readings, False, engine, lang).findings:
        found.setdefault(finding.rule, []).append(finding)
    return dict(found)


def _last_day(pack: Pack) -> date:
    """The regulation's last day under the default readings: by then every term has run out."""
    return pack.life[choice_of(pack.life_readings, pack.defaults())].last


def _outcome(asserted: Asserted, found: Sequence[Finding], lang: Lang) -> Outcome:
    expected = _JOIN.join(one.words(lang) for one in asserted.expected)
    return Outcome(
        rule=asserted.rule,
        citation=found[0].citation if found else "",
        place=asserted.cell.place,
        expected=expected,
        got=_got(asserted.expected, found, lang),
        passed=agree(asserted.expected, found),
        why=_why(found),
    )


def _got(expected: Sequence[Expectation], found: Sequence[Finding], lang: Lang) -> str:
    """The findings in the words of a cell, telling what was asserted; equal ones once."""
    each = expected if len(expected) == len(found) else [expected[0]] * len(found)
    words = [one.of(finding).words(lang) for one, finding in zip(each, found, strict=True)]
    return _JOIN.join(words if len(set(words)) > 1 else words[:1]) or Text("ничего", "nothing")(lang)


def _why(found: Iterable[Finding]) -> Text:
    said = list(dict.fromkeys(finding.text for finding in found))
    return Text(" / ".join(one.ru for one in said), " / ".join(one.en for one in said))
