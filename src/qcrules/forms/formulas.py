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
_TOO_FEW = re.compile(r"COUNT\((?P<cells>[^()]*)\)(?P<sign>[<=])(?P<count>\d+|COUNTA\((?P<names>[^()]*)\))")
_BLANK = re.compile(r'(?P<cell>[A-Z]+[0-9]+)=""')
_MAX_CELLS = 10_000
MAX_FORMULA = 8192
"""So many characters Excel allows a formula."""

MAX_CHAIN = 100
"""So many formulas may stand on each other: a form has sums of sums, and no more."""


class NotKnown(Exception):
    """A cell's formula is of another shape, or leads to itself."""

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
        """The value of a cell, None where it is blank. NotKnown where its formula cannot be calculated here."""
        if cell not in self.sheet.uncalculated:
            return self.sheet.values.get(cell)
        if cell not in self._done:
            self._done[cell] = NotKnown  # a formula that leads to itself is not known either
            formula = self.sheet.formulas[cell]
            if len(formula) > MAX_FORMULA or self._depth >= MAX_CHAIN:
                raise NotKnown(cell)
            self._depth += 1
            try:
                self._done[cell] = self._calculated(formula.replace(" ", "").replace("$", "").lstrip("="))
            except _UnlikeShape:
                raise NotKnown(cell) from None
            finally:
                self._depth -= 1
        found = self._done[cell]
        if found is NotKnown:
            raise NotKnown(cell)
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
        tests = _split(guard[3:-1]) if guard.startswith("OR(") else [guard]
        return any(list(map(self._too_few, tests)))

    def _too_few(self, test: str) -> bool:
        shape = _TOO_FEW.fullmatch(test)
        if not shape:
            raise _UnlikeShape
        there = sum(1 for _ in self._numbers(shape["cells"]))
        names = shape["names"]
        wanted = sum(self.value(cell) is not None for cell in _cells(names)) if names else int(shape["count"])
        return there == wanted if shape["sign"] == "=" else there < wanted

    def _numbers(self, words: str) -> Iterator[float]:
        for cell in _cells(words):
            value = self.value(cell)
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield value


def _cells(words: str) -> Iterator[CellAddress]:
    """The cells of `D8,D9` or `C8:F8`."""
    for part in words.split(","):
        try:
            first, _, last = part.partition(":")
            (top, left), (bottom, right) = cell_of(first), cell_of(last or first)
        except ValueError:
            raise _UnlikeShape from None
        if (bottom - top + 1) * (right - left + 1) > _MAX_CELLS:
            raise _UnlikeShape
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _split(words: str) -> list[str]:
    """The arguments of a function, at the commas outside of brackets."""
    return re.split(r",(?![^(]*\))", words)
