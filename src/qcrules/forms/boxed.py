"""A sheet of an .xls, .xlsb or .ods as JSON, in a process of its own: ``python -m qcrules.forms.boxed FILE [SHEET]``.

What a small file unpacks to cannot be seen before it is read, so this process has so much memory and so much time.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ..errors import RecordError
from . import biff, ods
from .address import CellAddress
from .register import BOX_MEMORY, BOX_SECONDS, chosen_sheet, put, texts


def main(path: str, name: str | None = None) -> None:
    """Write a sheet (``name``, ``rows``, ``merged``), ``{"names": …}`` where none is so named, or what is wrong."""
    _bound()
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        names = list(book.sheet_names)
        chosen = chosen_sheet(book, name, names)
        found: dict[str, Any] = {"names": names}
        if chosen is not None:
            sheet = book.get_sheet_by_name(chosen)
            rows = texts(sheet, path)
            for (row, column), words in _odd_cells(path, names.index(chosen), chosen, rows).items():
                put(rows, row, column, words)
            found = {"name": chosen, "rows": rows, "merged": sheet.merged_cell_ranges or ()}
    except RecordError:
        found = {"long": chosen}
    except Exception:  # calamine has a class of errors for every kind of damage
        found = {"wrong": True}
    json.dump(found, sys.stdout)


def _odd_cells(path: str, number: int, name: str, rows: list[list[str]]) -> dict[CellAddress, str]:
    """What calamine reads as blank, and is not: errors, and formulas that nobody has calculated."""
    if path.lower().endswith(".ods"):
        return ods.odd_cells(path, name, len(rows), max(map(len, rows), default=0))
    return biff.odd_cells(path, number) if path.lower().endswith(".xls") else {}


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time alone
        return
    for what, most in ((resource.RLIMIT_AS, BOX_MEMORY), (resource.RLIMIT_CPU, BOX_SECONDS)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main(*sys.argv[1:])
