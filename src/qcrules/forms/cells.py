"""What one cell of a form says: a figure, a dash, a day, words — or why it is none of these."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from attrs import define, field

from ..errors import Problem
from ..facts.words import DASHES, UNKNOWN_MARK
from ..text import Text, shown
from .address import CellAddress
from .archive import said
from .formulas import Formulas, NotKnown
from .layout import squeeze
from .workbook import Worksheet

MOST = 10**12
WRONG: Any = object()
"""Instead of a figure: there is none, and ``problems`` says why."""


@define(eq=False)
class SheetReader:
    """Reads the cells of one sheet; what is wrong with them stands in ``problems``."""

    sheet: Worksheet
    problems: list[Problem]
    formulas: Formulas = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.formulas = Formulas(self.sheet)

    def wrong(self, cell: CellAddress, name: str, *parts: object) -> None:
        """Note what is wrong with a cell, by the name of the message."""
        problem = self.sheet.problem(cell, name, *parts)
        if problem not in self.problems:
            self.problems.append(problem)

    def value(self, cell: CellAddress) -> Any:
        """What a cell holds; an error or a formula that nobody has calculated, in it or behind it, is a problem."""
        try:
            value = self.formulas.value(cell)
        except NotKnown as unknown:
            blamed = unknown.cell
            if blamed in self.sheet.errors:
                self.wrong(blamed, "error-cell", self.sheet.errors[blamed])
            else:
                self.wrong(blamed, "not-calculated", shown(self.sheet.formulas[blamed]))
            return None
        return None if isinstance(value, str) and not value.strip() else value

    def count(self, value: Any, cell: CellAddress) -> Any:
        """A whole number, zero or more; None for a dash; else a problem."""
        if isinstance(value, str) and value.strip() in DASHES:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            if 0 <= value < MOST and value == int(value):
                return int(value)
            why = said("negative" if value < 0 else "too-large" if value >= MOST else "not-whole")
        else:
            why = _why_no_number(value)
        self.wrong(cell, "not-a-count", why, cell_words(value))
        return WRONG


def is_unfilled(value: object) -> bool:
    """Whether a cell only draws a line to write on, or says what to write on it; a dash and `?` say something."""
    if not isinstance(value, str) or value.strip() in DASHES or value.strip() == UNKNOWN_MARK:
        return False
    return squeeze(value) in ("", "фио", "подпись")


def cell_words(value: Any) -> str:
    """A value for a person."""
    if isinstance(value, bool):
        return "ИСТИНА" if value else "ЛОЖЬ"
    if isinstance(value, float):
        return str(int(value)) if float(value).is_integer() else f"{value:g}"
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    words = " ".join(str(value).split())
    return words if len(words) <= 60 else words[:59] + "…"


def _why_no_number(value: Any) -> Text:
    if isinstance(value, date | time | timedelta):
        return said("moment-for-count")
    if isinstance(value, bool):
        return said("logical-for-count")
    return said("typed-count" if is_typed_count(value) else "words-for-count")


def is_typed_count(value: Any) -> bool:
    """A number stored as text."""
    return "".join(str(value).split()).isdigit()
