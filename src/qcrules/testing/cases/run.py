"""Runs cases: each is read and checked by itself, so that what cannot be read or checked stops none of the others."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from attrs import frozen

from qcrules.errors import Place, Problem, QcrulesError, RecordError
from qcrules.facts.input import Input
from qcrules.finding import Finding, Verdict
from qcrules.judge.judgement import EngineName, Judgement, Settings, validity_of
from qcrules.judge.rulebook import Rulebook
from qcrules.law.model import Pack
from qcrules.law.page import CaseTable, Page
from qcrules.text import Lang, Text

from .expand import plain_tables
from .expectation import Expectation, agree
from .rows import Asserted, Row, read_row, title_of
from .tables import SortedRows, heads_of, not_run, sort_rows

_JOIN = " / "
EXPECTED, GOT = Text("ожидалось", "expected"), Text("получено", "got")


@frozen(eq=False)
class Case:
    """One case before it is read: where it stands, what it can be looked for by, and how to read it.

    ``page`` is the id of its page, or the name of its file; ``heads`` are the words it may assert something of.
    ``of_pack``: it stands for something wrong in the pack itself, and is told whatever is asked for.
    """

    title: str
    table: str
    page: str
    place: Place
    heads: frozenset[str]
    read: Callable[[], Row]
    of_pack: bool = False

    @property
    def name(self) -> str:
        """The title, behind that of the table."""
        return f"{self.table}: {self.title}" if self.table else self.title

    @property
    def words(self) -> str:
        """What `-k` looks in: the title, that of the table, the page, the rules."""
        return " ".join((self.table, self.title, self.page, *sorted(self.heads)))


@frozen
class Outcome:
    """One assertion of a case: a rule or a provision, what was expected, what came, and the finding's own sentence."""

    rule: str
    citation: str
    place: Place
    expected: str
    got: str
    passed: bool
    why: Text


@frozen
class Result:
    """One case that was run. ``broken`` says why it could not be."""

    case: Case
    outcomes: tuple[Outcome, ...] = ()
    broken: Text | None = None

    @property
    def passed(self) -> bool:
        """Did everything that the case asserts hold?"""
        return self.broken is None and all(outcome.passed for outcome in self.outcomes)

    def faults(self, lang: Lang) -> list[str]:
        """What is wrong with a case that could not be run, without the place where the case stands."""
        said = self.broken(lang) if self.broken else ""
        return [row.removeprefix(f"{self.case.place}: ") for row in said.split("\n")]

    def told(self, lang: Lang) -> str:
        """Why the case did not pass: expected, got, and the finding's own sentence, rule by rule."""
        if self.broken:
            return "\n".join(self.faults(lang))
        expected, got = EXPECTED(lang), GOT(lang)
        lines = []
        for outcome in self.outcomes:
            if not outcome.passed:
                what = f"{expected} {outcome.expected}; {got} {outcome.got}"
                lines.append(f"{outcome.rule} ({outcome.place}): {what}")
                lines += [f"  {outcome.why(lang)}"] if outcome.why(lang) else []
        return "\n".join(lines)


def cases_of(pack: Pack, files: Container[str] | None = None) -> Iterator[Case]:
    """The cases of every row of every table of every page (or of those in some files); where a table is wrong, one case
    says so for the rows that rest on it."""
    for page in (page for page in pack.pages if files is None or page.file in files):
        for table in plain_tables(pack, page):
            found = sort_rows(pack, page, table)
            if found.problems or found.left:
                yield _broken_table(page, table, found)
            for cells in found.rows:
                yield Case(
                    title_of(table.header, cells),
                    table.title,
                    page.id,
                    cells[0].place,
                    heads_of(table, [cells]),
                    partial(read_row, pack, page, table, cells),
                )


def _broken_table(page: Page, table: CaseTable, found: SortedRows) -> Case:
    place = next((one.place for one in found.problems if one.place), table.header[0].place)
    problems = [*found.problems]
    if found.left:
        problems.append(not_run(Text("таблица", "the table"), len(found.left), place))
    return broken_case(table.title or page.id, page.id, place, problems, heads_of(table, found.left))


def broken_case(
    title: str, page: str, place: Place, problems: Sequence[Problem], heads: frozenset[str] = frozenset()
) -> Case:
    """A case that stands for a mistake of the pack and says what it is."""

    def read() -> Row:
        raise RecordError(problems)

    return Case(title, "", page, place, heads, read, of_pack=True)


def run_case(
    book: Rulebook | None,
    case: Case,
    engine: EngineName = "auto",
    lang: Lang = "ru",
    *,
    explained: bool = True,
    seen: Callable[[Row, Judgement], object] | None = None,
) -> Result:
    """Read and check one case. Never raises: what goes wrong is its result. (Without a book all cases are broken.)

    ``explained``: what passes has its sentence too, not only what fails. ``seen`` is shown the case as it was judged.
    """
    try:
        row = case.read()
        assert book is not None
        judgement = judged(book, row, engine, lang)
        found = by_rule(judgement.findings())
        outcomes = tuple(
            _outcome(asserted, found_for(asserted, found), lang, explained) for asserted in row.asserted
        )
        if seen is not None:
            seen(row, judgement)
    except QcrulesError as wrong:
        return Result(case, broken=Text(wrong.words("ru"), wrong.words("en")))
    except Exception as crash:
        return Result(case, broken=Text.same(f"{type(crash).__name__}: {crash}"))
    return Result(case, outcomes)


def holds(book: Rulebook, row: Row, rules: frozenset[str]) -> bool:
    """Does everything hold that a case asserts of these rules? (By the reference engine.)"""
    found = findings_of(book, row, "reference", "ru")
    return all(
        agree(asserted.expected, found_for(asserted, found))
        for asserted in row.asserted
        if not rules.isdisjoint(asserted.rules)
    )


def judged(book: Rulebook, row: Row, engine: EngineName, lang: Lang) -> Judgement:
    """A case, judged."""
    given = Input(row.kind, row.record, defined=row.defined, places=row.place_of)
    day = row.as_of or last_day(book.core)
    return Judgement.of(given, book, Settings(day, row.readings, row.complete, engine, lang))


def findings_of(book: Rulebook, row: Row, engine: EngineName, lang: Lang) -> dict[str, list[Finding]]:
    """The findings of a case by rule."""
    return by_rule(judged(book, row, engine, lang).findings())


def by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Some findings by rule."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.rule, []).append(finding)
    return found


def last_day(pack: Pack) -> date:
    """The regulation's last day under the default readings: by then every term has run out."""
    return validity_of(pack, pack.defaults()).last


def found_for(asserted: Asserted, found: dict[str, list[Finding]]) -> list[Finding]:
    """The findings that an assertion speaks of: those of its rule; of a provision, its worst ones."""
    own = [finding for rule in asserted.rules for finding in found.get(rule, ())]
    if not asserted.of_provision or not own:
        return own
    worst = min((finding.verdict for finding in own), key=list(Verdict).index)
    same = [finding for finding in own if finding.verdict is worst]
    held = [finding for finding in same if agree(asserted.expected, [finding])]
    return held[:1] or same[:1]


def _outcome(asserted: Asserted, found: Sequence[Finding], lang: Lang, explained: bool) -> Outcome:
    expected = _JOIN.join(one.words(lang) for one in asserted.expected)
    passed = agree(asserted.expected, found)
    said = dict.fromkeys(finding.text for finding in found) if explained or not passed else ()
    return Outcome(
        rule=asserted.words,
        citation=found[0].citation if found else "",
        place=asserted.cell.place,
        expected=expected,
        got=_got(asserted.expected, found, lang),
        passed=passed,
        why=Text.joined(_JOIN, said),
    )


def _got(expected: Sequence[Expectation], found: Sequence[Finding], lang: Lang) -> str:
    """The findings in the words of a cell, telling what was asserted; equal ones once."""
    each = expected if len(expected) == len(found) else [expected[0]] * len(found)
    words = [one.of(finding).words(lang) for one, finding in zip(each, found, strict=True)]
    return _JOIN.join(words if len(set(words)) > 1 else words[:1]) or Text("ничего", "nothing")(lang)
