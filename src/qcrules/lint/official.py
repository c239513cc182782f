"""The official text as the pack keeps it (``source.md``): its paragraphs, and the units that must be claimed.

A heading of the third rank names a paragraph (`### п.13`); the lines under it, parted by empty ones, are its
parts and subparagraphs. «Сноска.» lines are the publisher's notes: they are quoted, but no units. The order's
own points stand under `## Приказ`, numbered `1.`, `2.`, …
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from qcrules.errors import Place

_POINT = re.compile(r"(\d+)\)\s")
_ORDER_POINT = re.compile(r"(\d+)\.\s")
_NOTE = "Сноска."
ORDER = "приказ"
_ORDER_HEADING = "## Приказ"


@frozen
class Line:
    """One paragraph of words, and where it stands."""

    words: str
    place: Place


@frozen
class Unit:
    """One numbered unit: a paragraph, a part, a subparagraph; ``citation`` as a page writes it."""

    citation: str
    words: str
    place: Place


@frozen
class Paragraph:
    """A paragraph of the law («13», or «приказ») with its words and its units."""

    number: str
    lines: tuple[Line, ...]
    units: tuple[Unit, ...]


def official_text(folder: Path) -> dict[str, Paragraph]:
    """The paragraphs of the regulation, by number; empty where the pack keeps no official text."""
    file = folder / "source.md"
    if not file.is_file():
        return {}
    return {paragraph.number: paragraph for paragraph in _paragraphs(file)}


def _paragraphs(file: Path) -> Iterator[Paragraph]:
    for number, lines in _by_heading(file).items():
        units = _order_units(lines) if number == ORDER else _units(number, lines)
        yield Paragraph(number, tuple(lines), tuple(units))


def _by_heading(file: Path) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    here: list[Line] | None = None
    for line, row in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if row.startswith("#"):
            number = ORDER if row.strip() == _ORDER_HEADING else _number(row)
            here = found.setdefault(number, []) if number else None
        elif here is not None and row.strip():
            here.append(Line(" ".join(row.split()), Place(str(file), line, 1)))
    return found


def _number(heading: str) -> str | None:
    found = re.fullmatch(r"###\s+п\.(\d+(?:-\d+)?)", heading.strip())
    return found[1] if found else None


def _units(number: str, lines: list[Line]) -> Iterator[Unit]:
    """п.7; or п.10 ч.1, п.10 ч.2; or п.13 ч.2, п.13 ч.2 1), …"""
    own = [line for line in lines if not line.words.startswith(_NOTE)]
    parts = sum(not _POINT.match(line.words) for line in own)
    part, cited = 0, f"п.{number}"
    for line in own:
        point = _POINT.match(line.words)
        if point:
            yield Unit(f"{cited} {point[1]})", line.words, line.place)
            continue
        part += 1
        cited = f"п.{number}" if parts == 1 else f"п.{number} ч.{part}"
        yield Unit(cited, line.words, line.place)


def _order_units(lines: list[Line]) -> Iterator[Unit]:
    """приказ п.1, приказ п.2, приказ п.2 1), …; what stands before the first point has no number."""
    cited = ""
    for line in lines:
        if found := _ORDER_POINT.match(line.words):
            cited = f"{ORDER} п.{found[1]}"
            yield Unit(cited, line.words, line.place)
        elif cited and (found := _POINT.match(line.words)):
            yield Unit(f"{cited} {found[1]})", line.words, line.place)
