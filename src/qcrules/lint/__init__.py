"""Is a pack sound: every unit of the law claimed and quoted, every rule with cases, every reading used?"""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from qcrules.loading.pack import load_pack
from qcrules.rulebook.model import Pack

from . import editions, rules, units
from .issue import CODES, Issue, Level
from .official import official_text

__all__ = ["CODES", "Coverage", "Issue", "Level", "coverage", "lint", "lint_pack"]


def lint(path: str | Path) -> list[Issue]:
    """Everything found in the pack of a folder, the gravest first. PackError where it cannot be loaded."""
    return lint_pack(load_pack(path))


def lint_pack(pack: Pack) -> list[Issue]:
    """Everything found in a loaded pack."""
    text = official_text(Path(pack.folder))
    found = [
        *units.units(pack, text),
        *units.quotes(pack, text),
        *editions.editions(pack),
        *rules.cases(pack),
        *rules.readings(pack),
        *rules.terms(pack),
    ]
    return sorted(found, key=_order)


@frozen
class Coverage:
    """How many units the official text has, how many are claimed, and how many come later."""

    units: int
    claimed: int
    later: int


def coverage(pack: Pack) -> Coverage:
    """The units of the official text, counted."""
    text = official_text(Path(pack.folder))
    claims = units.claimed(pack)
    later = {page.number for page in pack.pages if page.later is not None}
    every = [(number, unit) for number, paragraph in text.items() for unit in paragraph.units]
    return Coverage(
        len(every),
        sum(unit.citation in claims for _, unit in every),
        sum(unit.citation not in claims and number in later for number, unit in every),
    )


def _order(issue: Issue) -> tuple[int, str, int, str]:
    place = issue.place
    return list(Level).index(issue.level), place.file, place.line or 0, issue.code
