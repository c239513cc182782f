"""The official text as the pack keeps it (``source.md``): its paragraphs, and the units that must be claimed.

A heading of the third rank names a paragraph as the pack cites it (`### п.13`, `### ст.11 п.10`, `### Art. 12`), or
speaks of it, with a title or without (`### Статья 12. Сроки`). The lines under it, parted by empty ones, are its units:
they have the numbers that are printed before them (`1.1.`, `(a)`, `3)`), each of its own level; where none are printed,
a level may be counted. «Сноска.» lines are the publisher's notes: they are quoted, but no units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve, frozen

from qcrules.errors import PackError, Place
from qcrules.law.citation import Document, Documents, UnitLevel
from qcrules.source.yaml import read_text

_NOTE = "Сноска."
_HEADING = re.compile(r"###+\s+(.*)")


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


def official_text(folder: Path, documents: Documents) -> dict[str, Paragraph]:
    """The paragraphs of every text of a pack, as they are cited; empty where the pack keeps none."""
    return {one.number: one for document in documents.every for one in _text_of(folder, document)}


def unread_headings(folder: Path, documents: Documents) -> Iterator[TextLine]:
    """Headings of the third rank that name no unit of any text in their file."""
    for file in dict.fromkeys(one.file for one in documents.every if not one.column):
        here = [one for one in documents.every if one.file == file]
        for line in _lines(folder / file):
            found = _HEADING.fullmatch(line.words)
            if found and not any(_headed(one, found[1]) or one.section == found[1] for one in here):
                yield TextLine(found[1], line.place)


def _text_of(folder: Path, document: Document) -> Iterator[Paragraph]:
    if document.column:
        return
    found = _by_heading(folder / document.file, document)
    if not document.whole:
        for cited, lines in found.items():
            yield Paragraph(cited, tuple(lines), tuple(_units(document, cited, lines)))
    elif found:
        every = [_whole(document, cited, lines) for cited, lines in found.items()]
        lines, units = ([one for part in parts for one in part] for parts in zip(*every, strict=True))
        yield Paragraph(document.words, tuple(lines), tuple(units))


def _whole(document: Document, cited: str, lines: list[TextLine]) -> tuple[list[TextLine], list[TextUnit]]:
    """What stands under one heading of a text of which one page speaks: it begins with the number of the heading."""
    units = list(_units(document, cited, lines, numbered_only=bool(document.section)))
    if document.section:
        return lines, units
    number = f"{re.sub(r'^.*[^0-9-]', '', cited)}. "
    first = lines[0].place
    return (
        [evolve(one, words=number + one.words) if one.place == first else one for one in lines],
        [evolve(one, words=number + one.words) if one.place == first else one for one in units],
    )


def _lines(file: Path) -> Iterator[TextLine]:
    """The lines of a text that are not empty."""
    if file.is_file():
        for line, row in enumerate(read_text(file, PackError).split("\n"), start=1):
            if row.strip():
                yield TextLine(" ".join(row.split()), Place(str(file), line, 1))


def _by_heading(file: Path, document: Document) -> dict[str, list[TextLine]]:
    """The lines under each heading that names a unit of the text, by its citation."""
    found: dict[str, list[TextLine]] = {}
    here: list[TextLine] | None = None
    for line in _lines(file):
        if line.words.startswith("#"):
            cited = _heading(document, line.words)
            here = found.setdefault(cited, []) if cited else None
        elif here is not None:
            here.append(line)
    return found


def _heading(document: Document, row: str) -> str | None:
    """The unit of a text that a heading names."""
    if document.section:
        return document.words if row.lstrip("# ") == document.section else None
    found = _HEADING.fullmatch(row)
    return _headed(document, found[1]) if found else None


def _headed(document: Document, words: str) -> str | None:
    own = document.spoken(words)
    before = f"{document.words} " if document.words and not own.startswith(document.words) else ""
    cited = document.cited(before + own, rest=True)
    return cited.words if cited is not None and cited.levels else None


def _units(
    document: Document, whole: str, lines: list[TextLine], numbered_only: bool = False
) -> Iterator[TextUnit]:
    """п.7; or п.10 ч.1, п.10 ч.2; or п.13 ч.2, п.13 ч.2 1), …; or Rule 6(a), Rule 6(a)(1), Rule 6(a)(1)(C), …

    By the numbers that are printed; words without a number belong to the unit before, those before all numbers are
    the unit of the heading itself.
    """
    levels = [level for level in document.levels if not level.of_headings]
    own = [line for line in lines if not line.words.startswith(_NOTE)]
    path: dict[str, str] = {}
    counted = _counted(levels, own)
    unmarked = sum(_printed(levels, line.words, {}) is None for line in own)
    count = 0
    for at, line in enumerate(own):
        found = _printed(levels, line.words, path)
        if found is not None:
            level, number = found
            path = {name: one for name, one in path.items() if _above(levels, name, level)} | {
                level.name: number
            }
        elif counted is not None and not numbered_only:
            count += 1
            path = {counted.name: str(count)} if unmarked > 1 else {}
        elif at or numbered_only:
            continue
        yield TextUnit(_cited(levels, whole, path), line.words, line.place)


def _counted(levels: list[UnitLevel], own: list[TextLine]) -> UnitLevel | None:
    """The level whose units are counted, where the text prints none of their numbers."""
    level = next((one for one in levels if one.counted), None)
    printed = level is not None and any(_mark(level, line.words) for line in own)
    return None if printed else level


def _mark(level: UnitLevel, words: str) -> str | None:
    """The number of that level that is printed before the words."""
    found = re.match(rf"{level.printed.pattern}\s", words) if level.printed else None
    return found[1] if found else None


def _printed(levels: list[UnitLevel], words: str, path: dict[str, str]) -> tuple[UnitLevel, str] | None:
    """The level and the number that are printed before the words; where several fit (`(i)`), that which comes next."""
    found = [(level, number) for level in levels if (number := _mark(level, words))]
    following = (
        one for one in found if one[0].printed and one[0].printed.follows(one[1], path.get(one[0].name))
    )
    return next(following, found[0] if found else None)


def _above(levels: list[UnitLevel], name: str, level: UnitLevel) -> bool:
    names = [one.name for one in levels]
    return names.index(name) < names.index(level.name)


def _cited(levels: list[UnitLevel], whole: str, path: dict[str, str]) -> str:
    """A unit as a page cites it: «п.13 ч.2 3)», “Rule 6(a)(1)”."""
    words = whole
    for level in levels:
        if level.name in path:
            between = "" if level.cited.before.startswith("(") else " "
            words += f"{between}{level.cited.before}{path[level.name]}{level.cited.after}"
    return words
