"""Is a pack sound: every unit of the law claimed and quoted, every rule with cases, every reading used?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from qcrules.errors import PackError, Place, Problem
from qcrules.law.model import Pack
from qcrules.source.pack import load_pack

from .blanks import blanks
from .cases import cases, rows
from .denied import denied
from .editions import editions
from .inspected import Inspected, whole_text
from .issue import CODES, Code, Issue, Level, issue
from .languages import languages, messages
from .reach import reach
from .readings import readings
from .silence import silence
from .suppressions import argue, suppressions
from .terms import terms
from .units import claimed, missing_text, quotes, units

__all__ = [
    "CHECKS",
    "CODES",
    "Code",
    "Issue",
    "Level",
    "LintReport",
    "UnitCount",
    "coverage",
    "lint",
    "lint_pack",
    "report",
    "whole_text",
]

CHECKS: Mapping[Callable[[Inspected], Iterator[Issue]], tuple[str, ...]] = {
    missing_text: ("QC004", "QC019"),
    units: ("QC001", "QC002", "QC040"),
    quotes: ("QC003",),
    editions: ("QC005", "QC006", "QC007"),
    cases: ("QC010", "QC011"),
    blanks: ("QC018",),
    rows: ("QC012", "QC013", "QC014"),
    readings: ("QC020", "QC021", "QC022", "QC023"),
    terms: ("QC030", "QC031", "QC032", "QC035"),
    silence: ("QC033",),
    denied: ("QC034",),
    languages: ("QC015",),
    messages: ("QC016", "QC017"),
    reach: ("QC008", "QC009"),
}
"""What is asked of a loaded pack, and the codes of the answers. QC050 is a suppression that met nothing, and a pack
that cannot be loaded has the codes from QC090 on."""


@frozen
class UnitCount:
    """How many units the official text has, how many are claimed, and how many come later."""

    units: int
    claimed: int
    later: int


@frozen
class LintReport:
    """All that was found in a pack; ``covered`` is None where it could not be loaded."""

    issues: tuple[Issue, ...]
    covered: UnitCount | None

    @property
    def status(self) -> int:
        """The exit status: 0 sound, 1 something found, 2 it cannot be loaded, so that nothing else was looked at."""
        return 2 if self.covered is None else int(self.fails)

    @property
    def fails(self) -> bool:
        """Is there an error, or a warning that nobody argues for?"""
        return any(one.fails for one in self.issues)


def report(path: str | Path) -> LintReport:
    """Everything found in the pack of a folder; what keeps it from being loaded is found too."""
    try:
        pack = load_pack(path)
        return LintReport(tuple(lint_pack(pack)), coverage(pack))
    except PackError as wrong:
        return LintReport(tuple(sorted(map(_unread, wrong.problems), key=_order)), None)


def lint(path: str | Path) -> list[Issue]:
    """Everything found in the pack of a folder, the gravest first."""
    return list(report(path).issues)


def lint_pack(pack: Pack) -> list[Issue]:
    """Everything found in a loaded pack. PackError where its definitions or verdicts run in a circle."""
    inspected = Inspected(pack)
    found = [one for check in CHECKS for one in check(inspected)]
    return sorted(argue(found, suppressions(Path(pack.folder))), key=_order)


def coverage(pack: Pack) -> UnitCount:
    """The units of the official text, counted."""
    claims = claimed(pack)
    later = {page.words for page in pack.pages if page.later is not None}
    text = whole_text(pack)
    every = [(number, unit.citation in claims) for number, one in text.items() for unit in one.units]
    return UnitCount(
        len(every),
        sum(is_claimed for _, is_claimed in every),
        sum(not is_claimed and number in later for number, is_claimed in every),
    )


def _unread(problem: Problem) -> Issue:
    """What keeps a pack from being loaded, with the code of its kind."""
    return issue(problem.code or "QC090", problem.place or Place(""), message=problem.message)


def _order(one: Issue) -> tuple[bool, int, str, int, str]:
    place = one.place
    return one.argued is not None, list(Level).index(one.level), place.file, place.line or 0, one.code
