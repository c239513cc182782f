"""Cells of a sheet, as programs and as people name them."""

from __future__ import annotations

import re
from functools import lru_cache

CellAddress = tuple[int, int]
"""Row and column, from 0."""

NOT_CALCULATED, SOME_ERROR = "#NOT CALCULATED!", "#ERROR!"
"""Stand for a formula that nobody has calculated, and for an error that has no words, as errors of Excel would."""


def letters(column: int) -> str:
    """The column's letters: 0 → A."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def address(cell: CellAddress) -> str:
    """Row and column as people write them: (13, 3) → D14."""
    return f"{letters(cell[1])}{cell[0] + 1}"


def column_of(letters: str) -> int:
    """The number of a column: D → 3."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


@lru_cache(maxsize=8192)
def cell_of(name: str) -> CellAddress:
    """D14 → (13, 3). ValueError where it is no cell."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", name)
    if not found:
        raise ValueError(name)
    return int(found[2]) - 1, column_of(found[1])
