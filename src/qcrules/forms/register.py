"""A sheet of a register: its cells as one would type them, and what calamine does not tell of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from ..reader import MIB
from .address import NOT_CALCULATED, column_of
from .archive import REGISTER, read_archive, sheet_parts, wrong
from .workbook import by_calamine, scanned, typed, values_of

MAX_CELLS = 64_000_000
"""So many cells a sheet of a register may have, blank ones too."""

MAX_SHEET = (1 << 20, 1 << 14)
"""So many rows and columns a sheet of Excel has."""

BOX_MEMORY, BOX_SECONDS = 2048 * MIB, 120
"""So much memory and time the reading of an .xls, .xlsb or .ods may take."""

_FAR = re.compile(rb"r=[\"'](?:[A-Za-z]{3}|[A-Za-z]*[0-9]{6})")
"""A cell right of column ZZ or below row 99,999; where there is none, a sheet is small enough."""

_NAMED = re.compile(rb"r=[\"']([A-Za-z]{0,9})([0-9]{1,9})")
_ODD = re.compile(rb"""<(?:\w+:)?f[\s/>]|t=["']e["']""")
"""A formula or an error cell."""


@frozen
class RegisterSheet:
    """A sheet of a register, from its first row and column. ``merged``: the first and the last cell of such ranges."""

    name: str
    rows: list[list[str]]
    merged: Sequence[Sequence[Sequence[int]]] = ()


def read_sheet(path: Path, name: str | None = None) -> RegisterSheet | list[str]:
    """The sheet of that name, else the first one that is shown; where there is none, the names that there are.

    RecordError says what is wrong with the file.
    """
    file = str(path)
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return _boxed(path, name)
    archive = read_archive(path, REGISTER)
    parts = sheet_parts(archive, file)
    with by_calamine(archive, file) as book:
        chosen = chosen_sheet(book, name, list(parts))
        if chosen is None:
            return list(parts)
        xml = archive.get(parts.get(chosen, ""), b"")
        rows, columns = _extent(xml)
        if rows * columns > MAX_CELLS:
            raise wrong(file, "far-cell", chosen, rows, columns)
        sheet = book.get_sheet_by_name(chosen)
        cells, merged = texts(sheet, file), sheet.merged_cell_ranges or ()
    if _ODD.search(xml):
        scan = scanned(xml, file, chosen, MAX_SHEET)
        odd = {**scan.errors, **dict.fromkeys(scan.uncalculated, NOT_CALCULATED)}
        for (row, column), words in odd.items():
            put(cells, row, column, words)
    return RegisterSheet(chosen, cells, merged)


def _boxed(path: Path, name: str | None) -> RegisterSheet | list[str]:
    """The sheet of a workbook that is no archive of XML: read by another process, which has its bounds."""
    command = [sys.executable, "-m", "qcrules.forms.boxed", str(path), *([name] if name is not None else [])]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=BOX_SECONDS,
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        found = None
    if found is None:
        raise wrong(str(path), "outgrows", BOX_MEMORY // MIB, BOX_SECONDS)
    if "long" in found:
        raise wrong(str(path), "long-time", found["long"])
    if "wrong" in found:
        raise wrong(str(path), "unread-workbook")
    return found["names"] if "names" in found else RegisterSheet(**found)


def chosen_sheet(book: Any, name: str | None, names: list[str]) -> str | None:
    """The sheet to read: the one named, whatever its letters; else the first that is not hidden."""
    if name is not None:
        small = " ".join(name.split()).casefold()
        return next((one for one in names if " ".join(one.split()).casefold() == small), None)
    shown = [one.name for one in book.sheets_metadata if str(one.visible).endswith(".Visible")]
    return next((one for one in shown if one in names), names[0] if names else "")


def texts(sheet: Any, file: str) -> list[list[str]]:
    """The cells of a sheet as text."""
    return [[typed(cell) for cell in row] for row in values_of(sheet, file)]


def put(cells: list[list[str]], row: int, column: int, words: str) -> None:
    """Write words into a cell, and the rows and columns up to it."""
    width = max((len(one) for one in cells), default=0)
    while len(cells) <= row:
        cells.append([""] * width)
    for one in cells if column >= width else ():
        one.extend([""] * (column + 1 - len(one)))
    cells[row][column] = words


def _extent(xml: bytes) -> tuple[int, int]:
    """How many rows and columns a sheet has, blank ones too; 0 where it is small."""
    names = set(_NAMED.findall(xml)) if _FAR.search(xml) else set()
    rows = max((int(row) for _, row in names), default=0)
    return rows, max((column_of(letters.decode().upper()) + 1 for letters, _ in names), default=0)
