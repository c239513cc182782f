"""The official text as the pack keeps it (``source.md``): its paragraphs, and the units that must be claimed.

A heading of the third rank names a paragraph (`### п.13`, of an article `### ст.11 п.10`), or an article (`### ст.12`,
`### Статья 12. Сроки`); the lines under it, parted by empty ones, are its parts and subparagraphs. Parts of an article
have the numbers that are printed before them (`1.1.`). «Сноска.» lines are the publisher's notes: they are quoted,
but no units. The order's own points stand under `## Приказ`, numbered `1.`, `2.`, … A section of an English act is
headed `### s.10`, an article `### Art. 12`; its units are the subsections `(1)` and the paragraphs `(a)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from qcrules.errors import PackError, Place
from qcrules.source.yaml import read_text

_POINT = re.compile(r"(\d+)\)\s")
_SUBSECTION = re.compile(r"\((\d+[A-Z]?)\)\s")
_LETTER = re.compile(r"\(([a-z]+)\)\s")
_ORDER_POINT = re.compile(r"(\d+)\.\s")
_ARTICLE = re.compile(
    r"###\s+(?:[Сс]т\.\s*|Статья\s+)(\d+(?:-\d+)?)(?:\.?\s+п\.(\d+(?:-\d+)?))?(?:\.(?:\s.*)?)?"
)
_PRINTED_PART = re.compile(r"(\d+(?:[.-]\d+)*)\.\s")
_NOTE = "Сноска."
ORDER = "приказ"
_ORDER_HEADING = "## Приказ"


@frozen
class TextLine:
    """One paragraph of words, and where it stands."""

    words: str
    place: Place


@frozen
class TextUnit:
    """One numbered unit: a paragraph, a part, a subparagraph; ``citation`` as a page writes it."""

    citation: str
    words: str
    place: Place


@frozen
class Paragraph:
    """A paragraph of the law («13», or «приказ») with its words and its units."""

    number: str
    lines: tuple[TextLine, ...]
    units: tuple[TextUnit, ...]


def official_text(folder: Path) -> dict[str, Paragraph]:
    """The paragraphs of the regulation, by number; empty where the pack keeps no official text."""
    file = folder / "source.md"
    if not file.is_file():
        return {}
    return {paragraph.number: paragraph for paragraph in _paragraphs(file)}


def _paragraphs(file: Path) -> Iterator[Paragraph]:
    for number, lines in _by_heading(file).items():
        plain = number.removeprefix("s.")
        if number == ORDER:
            units = _order_units(lines)
        elif number.startswith(("s.", "Art.", "Rule")):
            units = _section_units(number, lines)
        else:
            units = _units(number, lines)
        yield Paragraph(plain, tuple(lines), tuple(units))


def _by_heading(file: Path) -> dict[str, list[TextLine]]:
    found: dict[str, list[TextLine]] = {}
    here: list[TextLine] | None = None
    for line, row in enumerate(read_text(file, PackError).split("\n"), start=1):
        if row.startswith("#"):
            number = ORDER if row.strip() == _ORDER_HEADING else _number(row)
            here = found.setdefault(number, []) if number else None
        elif here is not None and row.strip():
            here.append(TextLine(" ".join(row.split()), Place(str(file), line, 1)))
    return found


def _number(heading: str) -> str | None:
    if found := _ARTICLE.fullmatch(heading.strip()):
        return f"ст.{found[1]}" + (f" п.{found[2]}" if found[2] else "")
    found = re.fullmatch(r"###\s+(?:п\.|(s\.|Art\. |Rule ))\s*(\d+[A-Z]?(?:-\d+)?)", heading.strip())
    return f"{found[1] or ''}{found[2]}" if found else None


def _units(number: str, lines: list[TextLine]) -> Iterator[TextUnit]:
    """п.7; or п.10 ч.1, п.10 ч.2; or п.13 ч.2, п.13 ч.2 1), …; or ст.11 п.7, …

    The parts of an article bear the numbers that are printed before them: `1.1.` of ст.12 is ст.12 ч.1.1.
    """
    whole = number if number.startswith("ст.") else f"п.{number}"
    own = [line for line in lines if not line.words.startswith(_NOTE)]
    parts = sum(not _POINT.match(line.words) for line in own)
    part, cited = 0, whole
    printed = [found[1] for line in own if (found := _PRINTED_PART.match(line.words))]
    if number.startswith("ст.") and "п." not in number and printed:
        yield from _printed_units(whole, own)
        return
    for line in own:
        point = _POINT.match(line.words)
        if point:
            yield TextUnit(f"{cited} {point[1]})", line.words, line.place)
            continue
        part += 1
        cited = whole if parts == 1 else f"{whole} ч.{part}"
        yield TextUnit(cited, line.words, line.place)


def _printed_units(whole: str, lines: list[TextLine]) -> Iterator[TextUnit]:
    """ст.12 ч.1, ст.12 ч.1.1, …, by the numbers that are printed; words without a number belong to the unit before."""
    cited, first = whole, True
    for line in lines:
        if found := _PRINTED_PART.match(line.words):
            cited = f"{whole} ч.{found[1]}"
            yield TextUnit(cited, line.words, line.place)
        elif point := _POINT.match(line.words):
            yield TextUnit(f"{cited} {point[1]})", line.words, line.place)
        elif first:
            yield TextUnit(whole, line.words, line.place)
        first = False


def _section_units(number: str, lines: list[TextLine]) -> Iterator[TextUnit]:
    """s.10; or s.10(1), s.10(2), …; or s.17(1), s.17(1)(a), …; of an article Art. 12(1), …"""
    cited = number
    if not any(_SUBSECTION.match(line.words) for line in lines):
        yield TextUnit(cited, lines[0].words if lines else "", lines[0].place)
    for line in lines:
        if found := _SUBSECTION.match(line.words):
            cited = f"{number}({found[1]})"
            yield TextUnit(cited, line.words, line.place)
        elif found := _LETTER.match(line.words):
            yield TextUnit(f"{cited}({found[1]})", line.words, line.place)


def _order_units(lines: list[TextLine]) -> Iterator[TextUnit]:
    """приказ п.1, приказ п.2, приказ п.2 1), …; what stands before the first point has no number."""
    cited = ""
    for line in lines:
        if found := _ORDER_POINT.match(line.words):
            cited = f"{ORDER} п.{found[1]}"
            yield TextUnit(cited, line.words, line.place)
        elif cited and (found := _POINT.match(line.words)):
            yield TextUnit(f"{cited} {found[1]})", line.words, line.place)
