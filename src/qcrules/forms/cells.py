"""What one cell of a form says: a figure, a dash, a day, words — or why it is none of these."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from attrs import define, field

from ..errors import Problem
from ..facts.field import Door
from ..facts.words import DASHES
from ..text import Text
from .address import CellAddress
from .formulas import Formulas, NotKnown
from .layout import squeeze
from .workbook import Worksheet

WORKBOOK = Door(day_first=True, squeezed=True)
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

    def wrong(self, cell: CellAddress, ru: str, en: str) -> None:
        self.problems.append(Problem(Text(ru, en), self.sheet.place(cell)))

    def value(self, cell: CellAddress) -> Any:
        """What a cell holds; an error cell or a formula that nobody has calculated is a problem."""
        if cell in self.sheet.errors:
            fault = self.sheet.errors[cell]
            self.wrong(cell, f"в ячейке ошибка {fault}", f"the cell holds the error {fault}")
            return None
        try:
            value = self.formulas.value(cell)
        except NotKnown as unknown:
            if unknown.cell != cell:
                return None  # what it is made of is to blame, and says so itself
            formula = self.sheet.formulas[cell]
            self.wrong(
                cell,
                f"формула `={formula}` не посчитана; откройте книгу в Excel или LibreOffice и сохраните",
                f"formula `={formula}` was not calculated; open the workbook in Excel or LibreOffice and save it",
            )
            return None
        return None if isinstance(value, str) and not value.strip() else value

    def count(self, value: Any, cell: CellAddress) -> Any:
        """A whole number, zero or more; None for a dash; else a problem."""
        if isinstance(value, str) and value.strip() in DASHES:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            if 0 <= value < MOST and value == int(value):
                return int(value)
            why = (
                Text("число отрицательное", "the number is negative")
                if value < 0
                else Text("число слишком велико", "the number is too large")
                if value >= MOST
                else Text("число не целое", "the number is not whole")
            )
        else:
            why = _why_no_number(value)
        self.wrong(
            cell,
            f"{why.ru}: `{cell_words(value)}`; нужно целое число, ноль или больше",
            f"{why.en}: `{cell_words(value)}`; a whole number is needed, zero or more",
        )
        return WRONG


def is_unfilled(value: object) -> bool:
    """Whether a cell only draws a line to write on, or says what to write on it."""
    return isinstance(value, str) and squeeze(value) in ("", "фио", "подпись")


def cell_words(value: Any) -> str:
    """A value for a person."""
    if isinstance(value, bool):
        return "ИСТИНА" if value else "ЛОЖЬ"
    if isinstance(value, float):
        return f"{value:g}" if value != int(value) else str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    words = " ".join(str(value).split())
    return words if len(words) <= 60 else words[:59] + "…"


def _why_no_number(value: Any) -> Text:
    if isinstance(value, date | time | timedelta):
        return Text(
            "дата или время вместо числа (верните ячейке числовой формат)", "a date or a time, no number"
        )
    if isinstance(value, bool):
        return Text("логическое значение вместо числа", "a logical value, no number")
    if "".join(str(value).split()).isdigit():
        return Text("число записано как текст", "the number is stored as text")
    return Text("текст вместо числа", "text, no number")
