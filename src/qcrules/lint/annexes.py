"""The official text of the annexes (``source-*.md`` of a pack): forms as tables, explanations as points.

A form is a table of heads (индекс, срок представления, …) and a table of rows; its units are `форма 1-мк, индекс` and
`форма 1-мк стр.3.1`. An explanation is a file headed `# Пояснение по заполнению формы 1-мк` with a heading
`### пояснение, п.7` a point; its units are `пояснение 1-мк п.7 ч.1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from qcrules.errors import PackError, Place
from qcrules.source.yaml import read_text

from .official import Paragraph, TextLine, TextUnit

_EXPLANATION = re.compile(r"#\s+Пояснение по заполнению формы\s+(\S+)")
_POINT = re.compile(r"###\s+пояснение, п\.(\d+)")
_ROW = re.compile(r"\d+(?:\.\d+)?")
_INDEX, _SAME = "Индекс", "то же"
_UNDER_THE_TABLE = {"Графы обеих форм:": "Графы", "Подписи под обеими:": "Подписи"}


def annexes(folder: Path) -> Iterator[Paragraph]:
    """The forms and the explanations that a pack keeps, each as one paragraph: `форма 1-мк`, `пояснение 1-мк`."""
    for file in sorted(folder.glob("source-*.md")):
        rows = read_text(file, PackError).split("\n")
        title = _EXPLANATION.match(rows[0])
        yield from [_explanation(file, title[1], rows)] if title else _forms(file, rows)


def _explanation(file: Path, form: str, rows: list[str]) -> Paragraph:
    name = f"пояснение {form}"
    points: dict[str, list[TextLine]] = {}
    here: list[TextLine] | None = None
    for number, row in enumerate(rows, 1):
        if row.startswith("#"):
            found = _POINT.match(row)
            here = points.setdefault(found[1], []) if found else None
        elif here is not None and row.strip():
            words = " ".join(row.split())
            first = f"{list(points)[-1]}. " if not here else ""
            here.append(TextLine(f"{first}{words}", Place(str(file), number, 1)))
    units = []
    for point, lines in points.items():
        for part, line in enumerate(lines, 1):
            cited = f"{name} п.{point}" + (f" ч.{part}" if len(lines) > 1 else "")
            units.append(TextUnit(cited, line.words, line.place))
    return Paragraph(name, tuple(line for lines in points.values() for line in lines), tuple(units))


def _forms(file: Path, rows: list[str]) -> Iterator[Paragraph]:
    """A form a column of the tables; where the second column says nothing, it says what the first does."""
    heads = _heads(file, rows)
    body = _body(file, rows)
    indices = next((words for head, words, _ in heads if head == _INDEX), ())
    for column, index in enumerate(indices):
        name = f"форма {index}"
        lines, units = [], []
        for head, words, place in heads:
            line = TextLine(f"{head}: {words[column]}", place)
            lines.append(line)
            units.append(TextUnit(f"{name}, {head.lower()}", line.words, place))
        for row, words, place in body:
            line = TextLine(f"{row}. {words[column]}", place)
            lines.append(line)
            units.append(TextUnit(f"{name} стр.{row}", line.words, place))
        yield Paragraph(name, tuple(lines), tuple(units))


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
