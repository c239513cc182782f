"""The official text of forms, which are columns of tables: the units of a form are its heads and its rows.

A form is a document with a ``column``: a table of heads (индекс, срок представления, …) has that word in one of its
rows, and a table of rows has a number before each. The units are `форма 1-мк, индекс` and `форма 1-мк стр.3.1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from qcrules.errors import PackError, Place
from qcrules.law.citation import Document, Documents
from qcrules.source.yaml import read_text

from .official import Paragraph, TextLine, TextUnit

_ROW = re.compile(r"\d+(?:\.\d+)?")
_SAME = "то же"
_UNDER_THE_TABLE = {"Графы обеих форм:": "Графы", "Подписи под обеими:": "Подписи"}


def annexes(folder: Path, documents: Documents) -> Iterator[Paragraph]:
    """The forms that a pack keeps, each as one paragraph: `форма 1-мк`."""
    for document in documents.every:
        file = folder / document.file
        if document.column and file.is_file():
            yield from _form(document, file, read_text(file, PackError).split("\n"))


def _form(document: Document, file: Path, rows: list[str]) -> Iterator[Paragraph]:
    """A column of the tables; where the second column says nothing, it says what the first does."""
    heads = _heads(file, rows)
    column = next((words.index(document.column) for _, words, _ in heads if document.column in words), None)
    if column is None:
        return
    lines, units = [], []
    for head, words, place in heads:
        line = TextLine(f"{head}: {words[column]}", place)
        lines.append(line)
        units.append(TextUnit(f"{document.words}, {head.lower()}", line.words, place))
    level = document.levels[0].cited
    for row, words, place in _body(file, rows):
        line = TextLine(f"{row}. {words[column]}", place)
        lines.append(line)
        units.append(TextUnit(f"{document.words} {level.before}{row}{level.after}", line.words, place))
    yield Paragraph(document.words, tuple(lines), tuple(units))


Said = tuple[str, tuple[str, str], Place]


def _heads(file: Path, rows: list[str]) -> list[Said]:
    """What stands above and under the table of a form, in both forms."""
    found: list[Said] = []
    for number, row in enumerate(rows, 1):
        place = Place(str(file), number, 1)
        cells = _cells(row)
        if len(cells) == 3 and cells[0] and not _ROW.fullmatch(cells[0]) and cells[0] not in ("№", "---"):
            found.append((cells[0], (cells[1], cells[1] if cells[2] == _SAME else cells[2]), place))
        for start, head in _UNDER_THE_TABLE.items():
            if row.startswith(start):
                words = _to_the_empty_line(rows[number - 1 :]).removeprefix(start).strip()
                found.append((head, (words, words), place))
    return found


def _body(file: Path, rows: list[str]) -> list[Said]:
    """The rows of the forms."""
    found: list[Said] = []
    for number, row in enumerate(rows, 1):
        cells = _cells(row)
        if len(cells) == 3 and _ROW.fullmatch(cells[0]):
            found.append((cells[0], (cells[1], cells[2] or cells[1]), Place(str(file), number, 1)))
    return found


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")] if row.startswith("|") else []


def _to_the_empty_line(rows: list[str]) -> str:
    end = next((number for number, row in enumerate(rows) if not row.strip()), len(rows))
    return " ".join(" ".join(rows[:end]).split())
