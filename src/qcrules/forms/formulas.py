"""The sums of a form that a script has filled: formulas that no spreadsheet program has calculated yet.

Only the shapes that ``writing`` writes are known; anything else is for Excel or LibreOffice to calculate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import define, field

from .address import CellAddress, cell_of
from .workbook import Worksheet

_GUARDED = re.compile(r'IF\((?P<guard>.+),"",(?P<value>SUM\([^()]*\)|[A-Z]+[0-9]+)\)')
_TOO_FEW = re.compile(r"COUNT\((?P<cells>[^()]*)\)(?P<sign>[<=])(?P<count>[0-9]{1,4})")
_BLANK = re.compile(r'(?P<cell>[A-Z]+[0-9]+)=""')
_MAX_CELLS = 10_000
MAX_FORMULA = 8192
"""So many characters Excel allows a formula."""

MAX_CHAIN = 100
"""So many formulas may stand on each other: a form has sums of sums, and no more."""


class NotKnown(Exception):
    """The formula of a cell is of another shape, or leads to itself; or the cell holds an error."""

    def __init__(self, cell: CellAddress) -> None:
        self.cell = cell
        super().__init__(cell)


class _UnlikeShape(Exception):
    """A formula of another shape."""


@define
class Formulas:
    """Values of a sheet's cells; of a formula that was not calculated, its value."""

    sheet: Worksheet
    _done: dict[CellAddress, Any] = field(factory=dict)
    _depth: int = 0

    def value(self, cell: CellAddress) -> Any:
        """The value of a cell, None where it is blank. NotKnown, of the cell to blame, where it is not known here."""
        if cell in self.sheet.errors:
            raise NotKnown(cell)
        if cell not in self.sheet.uncalculated:
            return self.sheet.values.get(cell)
        if cell not in self._done:
            self._done[cell] = NotKnown(cell)  # a formula that leads to itself is not known either
            formula = self.sheet.formulas[cell]
            if len(formula) <= MAX_FORMULA and self._depth < MAX_CHAIN:
                self._depth += 1
                try:
                    self._done[cell] = self._calculated(formula.replace(" ", "").replace("$", "").lstrip("="))
                except NotKnown as unknown:
                    self._done[cell] = NotKnown(unknown.cell)
                except _UnlikeShape:
                    pass
                self._depth -= 1
        found = self._done[cell]
        if isinstance(found, NotKnown):
            raise NotKnown(found.cell)
        return found

    def _calculated(self, formula: str) -> Any:
        shape = _GUARDED.fullmatch(formula)
        if not shape:
            raise _UnlikeShape
        if self._blank(shape["guard"]):
            return None
        if not shape["value"].startswith("SUM("):
            return self.value(cell_of(shape["value"]))
        return sum(self._numbers(shape["value"][4:-1]))

    def _blank(self, guard: str) -> bool:
        """Whether the guard leaves the cell blank."""
        if found := _BLANK.fullmatch(guard):
            return self.value(cell_of(found["cell"])) is None
        shape = _TOO_FEW.fullmatch(guard)
        if not shape:
            raise _UnlikeShape
        there, wanted = sum(1 for _ in self._numbers(shape["cells"])), int(shape["count"])
        return there == wanted if shape["sign"] == "=" else there < wanted

    def _numbers(self, words: str) -> Iterator[float]:
        for cell in _cells(words):
            value = self.value(cell)
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield value


def _cells(words: str) -> Iterator[CellAddress]:
    """The cells of `D8,D9` or `C8:F8`."""
    more = _MAX_CELLS
    for part in words.split(","):
        try:
            first, _, last = part.partition(":")
            (top, left), (bottom, right) = cell_of(first), cell_of(last or first)
        except ValueError:
            raise _UnlikeShape from None
        more -= (bottom - top + 1) * (right - left + 1)
        if more < 0:
            raise _UnlikeShape
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
