"""Is a pack sound: every unit of the law claimed and quoted, every rule with cases, every reading used?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from qcrules.errors import PackError, Place, Problem
from qcrules.facts.reading import RecordReader
from qcrules.law.lowering import lower
from qcrules.law.model import Pack
from qcrules.source.pack import load_pack
from qcrules.text import Text

from . import editions, languages, rules, units
from .allowed import allowances, argue
from .annexes import annexes
from .issue import CODES, Code, Issue, Level, issue
from .official import Paragraph, official_text
from .reach import reach

__all__ = [
    "CODES",
    "Code",
    "Coverage",
    "Issue",
    "Level",
    "Report",
    "coverage",
    "lint",
    "lint_pack",
    "report",
]


def whole_text(folder: Path) -> dict[str, Paragraph]:
    """The regulation and its annexes, paragraph by paragraph."""
    return {**official_text(folder), **{annex.number: annex for annex in annexes(folder)}}


@frozen
class Coverage:
    """How many units the official text has, how many are claimed, and how many come later."""

    units: int
    claimed: int
    later: int


@frozen
class Report:
    """All that was found in a pack; ``covered`` is None where it could not be loaded."""

    issues: tuple[Issue, ...]
    covered: Coverage | None

    @property
    def status(self) -> int:
        """The exit status: 0 sound, 1 something found, 2 it cannot be loaded, so that nothing else was looked at."""
        return 2 if self.covered is None else int(self.fails)

    @property
    def fails(self) -> bool:
        """Is there an error, or a warning that nobody argues for?"""
        return any(one.fails for one in self.issues)


def report(path: str | Path) -> Report:
    """Everything found in the pack of a folder; what keeps it from being loaded is found too."""
    try:
        pack = load_pack(path)
        return Report(tuple(lint_pack(pack)), coverage(pack))
    except PackError as wrong:
        return Report(tuple(sorted(map(_unread, wrong.problems), key=_order)), None)


def lint(path: str | Path) -> list[Issue]:
    """Everything found in the pack of a folder, the gravest first."""
    return list(report(path).issues)


def lint_pack(pack: Pack) -> list[Issue]:
    """Everything found in a loaded pack. PackError where its definitions or verdicts run in a circle."""
    text = whole_text(Path(pack.folder))
    lowered = {kind: lower(pack, kind) for kind in pack.rules}
    turns = {rule: names for one in lowered.values() for rule, names in one.readings_of.items()}
    found = [
        *_without_text(pack, bool(text)),
        *units.units(pack, text),
        *units.quotes(pack, text),
        *editions.editions(pack),
        *rules.cases(pack),
        *rules.rows(
            pack,
            {kind: RecordReader(pack.vocabulary.kinds[kind], one.layout) for kind, one in lowered.items()},
        ),
        *rules.readings(pack, turns),
        *rules.terms(pack),
        *languages.languages(pack),
        *languages.messages(pack),
        *(one for each in lowered.values() for one in reach(pack, each)),
    ]
    return sorted(argue(found, allowances(Path(pack.folder))), key=_order)


def coverage(pack: Pack) -> Coverage:
    """The units of the official text, counted."""
    text = whole_text(Path(pack.folder))
    claims = units.claimed(pack)
    later = {page.number for page in pack.pages if page.later is not None}
    every = [(number, unit) for number, paragraph in text.items() for unit in paragraph.units]
    return Coverage(
        len(every),
        sum(unit.citation in claims for _, unit in every),
        sum(unit.citation not in claims and number in later for number, unit in every),
    )


def _without_text(pack: Pack, there: bool) -> Iterator[Issue]:
    if not there:
        words = Text("нет `source.md` с текстом", "there is no `source.md` with the text")
        yield issue("QC004", Place(f"{pack.folder}/source.md"), words, subject=pack.id)


def _unread(problem: Problem) -> Issue:
    """What keeps a pack from being loaded, with the code of its kind."""
    return issue(problem.code or "QC090", problem.place or Place(""), problem.message)


def _order(one: Issue) -> tuple[bool, int, str, int, str]:
    place = one.place
    return one.argued is not None, list(Level).index(one.level), place.file, place.line or 0, one.code
