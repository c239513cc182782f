"""A sheet of an .xls, .xlsb or .ods as JSON, in a process of its own: ``python -m qcrules.forms.boxed FILE [SHEET]``.

What a small file unpacks to cannot be seen before it is read, so this process has so much memory and so much time.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from .register import BOX_MEMORY, BOX_SECONDS, chosen_sheet, texts


def main(path: str, name: str | None = None) -> None:
    """Write ``{"name": …, "rows": …}``, ``{"names": …}`` where no sheet is of that name, or ``{"wrong": …}``."""
    _bound()
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        names = list(book.sheet_names)
        chosen = chosen_sheet(book, name, names)
        found: dict[str, Any] = {"names": names}
        if chosen is not None:
            found = {"name": chosen, "rows": texts(book.get_sheet_by_name(chosen))}
    except Exception as error:  # calamine has a class of errors for every kind of damage
        found = {"wrong": str(error)}
    json.dump(found, sys.stdout)


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
