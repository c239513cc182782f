"""Registers in workbooks: which sheet, which row holds the names, and what calamine does not tell of its cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from ..engine.columnar.tape import Array
from ..errors import RecordError, nearest
from ..facts.words import MERGED, tidy
from ..forms.register import RegisterSheet, read_sheet
from ..text import shown
from .csv_files import Broken
from .frames import MOST_TITLES, titles, wrong_file

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
ROWS = 32_768


def sheet_batches(path: Path, sheet: str | None = None) -> Iterator[tuple[pa.RecordBatch, Array, Broken]]:
    """The rows of a sheet, the first one that is shown where none is named; its first filled row holds the names.

    Titles may stand above.
    """
    found = _sheet(path, sheet)
    filled = [(number, row) for number, row in enumerate(found.rows, 1) if any(cell for cell in row)]
    if not filled:
        raise wrong_file(path, f"лист «{found.name}» пуст", f"sheet `{found.name}` is empty")
    filled = filled[titles([row for _, row in filled[:MOST_TITLES]]) :]
    header = [tidy(name or "") for name in filled[0][1]]
    _mark_merged(found, filled)
    named = [
        number for number, name in enumerate(header) if name or any(row[number] for _, row in filled[1:])
    ]
    for number in named:
        if header[number] and header.count(header[number]) > 1:
            name = shown(header[number])
            raise wrong_file(path, f"столбец `{name}` дан дважды", f"column `{name}` is given twice")
    for start in range(1, max(len(filled), 2), ROWS):
        some = filled[start : start + ROWS]
        columns = [pa.array([row[n] or None for _, row in some], pa.string()) for n in named]
        batch = pa.RecordBatch.from_arrays(columns, names=[header[n] for n in named])
        yield batch, np.array([number for number, _ in some], np.int64), []


def _mark_merged(sheet: RegisterSheet, filled: list[tuple[int, list[str]]]) -> None:
    """Mark the cells that are merged with one of a row above them: whose the value there is, nobody knows.

    ``filled``: the row of names and those below it that hold anything, with their numbers.
    """
    rows = dict(filled[1:])
    for (top, left), (bottom, right) in sheet.merged:
        for number in range(top + 2, bottom + 2) if top + 1 > filled[0][0] else ():
            for column in range(left, min(right + 1, len(rows.get(number, ())))):
                rows[number][column] = MERGED


def _sheet(path: Path, name: str | None) -> RegisterSheet:
    try:
        found = read_sheet(path, name)
    except ImportError:
        raise wrong_file(path, "для Excel нужен qcrules[excel]", "Excel needs qcrules[excel]") from None
    except RecordError as error:
        why = error.problems[0].message
        raise wrong_file(path, why.ru, why.en) from None
    if isinstance(found, list):
        hint, known = nearest(str(name), found), ", ".join(found)
        raise wrong_file(
            path,
            f"листа `{name}` нет{hint.ru}; есть: {known}",
            f"there is no sheet `{name}`{hint.en}; there are: {known}",
        )
    return found
