"""Cases in a workbook: a sheet ``основы`` whose first column names each base, and sheets of cases, one case a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from qcrules.errors import Problem, nearest
from qcrules.forms.workbook import open_workbook, typed
from qcrules.law.model import Pack
from qcrules.law.page import Cell
from qcrules.text import Text

from .keys import BASE, BASES, KIND, TITLE
from .rows import CaseReader, Row, kind_said, spoken_of, title_of
from .run import Case

SheetRow = tuple[Cell, ...]


def workbook(path: Path, pack: Pack) -> Iterator[Case]:
    """The cases of a workbook."""
    sheets = {sheet.name: _rows(sheet) for sheet in open_workbook(path)}
    bases = {
        cells[0].text: (header, cells)
        for name, (header, rows) in sheets.items()
        if name.strip().lower() in BASES
        for cells in rows
    }
    for name, (header, rows) in sheets.items():
        if name.strip().lower() in BASES or not header:
            continue
        for cells in rows:
            heads = {
                h.text
                for h, c in zip(header, cells, strict=True)
                if c.text and h.text not in (*TITLE, *BASE, *KIND)
            }
            read = partial(_read_cells, name, header, cells, pack, bases)
            yield Case(title_of(header, cells), name, path.name, cells[0].place, frozenset(heads), read)


def _rows(sheet: Any) -> tuple[SheetRow, list[SheetRow]]:
    """The header (the first row that is not empty) and the rows under it that are not empty."""
    width = range(sheet.width)
    rows = [
        tuple(
            Cell(" ".join(typed(sheet.values.get((row, column))).split()), sheet.place((row, column)))
            for column in width
        )
        for row in range(sheet.height)
    ]
    rows = [row for row in rows if any(cell.text for cell in row)]
    return (rows[0], rows[1:]) if rows else ((), [])


def _read_cells(
    table: str,
    header: Sequence[Cell],
    cells: Sequence[Cell],
    pack: Pack,
    bases: Mapping[str, tuple[Sequence[Cell], Sequence[Cell]]],
) -> Row:
    """The row of a sheet's row, begun from the base that it names."""
    pairs = [(head, cell) for head, cell in zip(header, cells, strict=True) if head.text and cell.text]
    started: list[tuple[Cell, Cell]] = []
    problems: list[Problem] = []
    for head, cell in pairs:
        if head.text in BASE and cell.text in bases:
            started = [(h, c) for h, c in zip(*bases[cell.text], strict=True) if c.text][1:]
        elif head.text in BASE:
            hint = nearest(cell.text, bases)
            problems.append(
                Problem(
                    Text(f"основы `{cell.text}` нет{hint.ru}", f"there is no base `{cell.text}`{hint.en}"),
                    cell.place,
                )
            )
    names = [head.text for head, _ in (*started, *pairs)]
    said = next((cell for head, cell in (*pairs, *started) if head.text in KIND), None)
    whole = [kind for kind in pack.vocabulary.kinds.values() if kind.inside is None]
    kind = kind_said(pack, said) if said else spoken_of(pack, whole, names)
    row = Row(title_of(header, cells), table, cells[0].place, kind)
    reader = CaseReader(pack, kind, row, problems)
    for head, cell in (*started, *pairs):
        if head.text not in BASE:
            reader.cell(head.text, cell)
    if not row.asserted and not problems:
        reader.wrong(
            row.place,
            "строка ничего не утверждает: нужен столбец с правилом или нормой",
            "the row asserts nothing: a column with a rule or a provision is needed",
        )
    return reader.done()
