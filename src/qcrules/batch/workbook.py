"""A register's answer as a workbook that looks as if made by hand: widths, days as days, colours with their legend."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from attrs import define, field

from ..finding import Verdict
from ..text import Lang, Text
from .people import heading

_SHEETS = {
    "main": Text("проверка", "check"),
    "findings": Text("нарушения", "findings"),
    "missing": Text("чего не хватает", "missing facts"),
    "legend": Text("обозначения", "legend"),
}
_COLOURS = {
    Verdict.VIOLATED: ("#FBE3E1", "#8F1D16"),
    Verdict.PENDING: ("#FFF1CC", "#6B4A00"),
    Verdict.UNDETERMINED: ("#DEEAF6", "#1D4F80"),
    Verdict.COMPLIANT: ("#E3F1E5", "#1F6B34"),
    Verdict.NOT_APPLICABLE: ("#F2F2F2", "#767676"),
}
_MEANING = {
    Verdict.VIOLATED: Text("норма нарушена", "the provision is violated"),
    Verdict.PENDING: Text("ещё не сделано, но срок не истёк", "not done yet, and there is still time"),
    Verdict.UNDETERMINED: Text("решить нельзя: не хватает факта", "cannot be decided: a fact is missing"),
    Verdict.COMPLIANT: Text("норма соблюдена", "the provision is complied with"),
    Verdict.NOT_APPLICABLE: Text(
        "норма к этому делу не относится", "the provision does not concern the case"
    ),
}
_WIDTHS = {
    "message": 70,
    "evidence": 60,
    "citation": 14,
    "rule": 26,
    "id": 18,
    "file": 40,
    "error": 40,
    "reason": 60,
    "fact": 40,
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")
_DAYS = ("due", "actual")
"""Columns that hold days or minutes, as text."""


@define
class RegisterWorkbook:
    """The workbook as it is written, row by row; its sheets come to be with their first rows."""

    path: Path
    parts: Path
    lang: Lang
    book: Any = field(init=False)
    formats: dict[str, Any] = field(init=False)
    sheets: dict[str, tuple[Any, int]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        options = {
            "tmpdir": str(self.parts),
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        self.book = xlsxwriter.Workbook(str(self.path), options)
        made = self.book.add_format
        self.formats = {
            "head": made(
                {"bold": True, "bg_color": "#E8E4DA", "border": 1, "text_wrap": True, "valign": "top"}
            ),
            "day": made({"num_format": "dd.mm.yyyy" if self.lang == "ru" else "yyyy-mm-dd", "align": "left"}),
            "minute": made(
                {
                    "num_format": "dd.mm.yyyy hh:mm" if self.lang == "ru" else "yyyy-mm-dd hh:mm",
                    "align": "left",
                }
            ),
            "wrapped": made({"text_wrap": True, "valign": "top"}),
        }
        self.formats |= {
            words: made({"bg_color": ground, "font_color": ink})
            for verdict, (ground, ink) in _COLOURS.items()
            for words in (str(verdict), verdict.words.ru)
        }

    def rows(self, name: str, batch: pa.RecordBatch) -> None:
        """More rows of a sheet."""
        sheet, done = self.sheets.get(name) or (self._sheet(name, batch.schema.names), 0)
        columns = [
            list(map(_moment, column.to_pylist())) if title in _DAYS else column.to_pylist()
            for title, column in zip(batch.schema.names, batch.columns, strict=True)
        ]
        for number, row in enumerate(zip(*columns, strict=True), done + 1):
            for place, cell in enumerate(row):
                self._cell(sheet, number, place, cell)
        self.sheets[name] = sheet, done + batch.num_rows

    def _sheet(self, name: str, titles: list[str]) -> Any:
        sheet = self.book.add_worksheet(_SHEETS[name](self.lang))
        for place, title in enumerate(titles):
            longest = max(len(part) for part in re.split(r"[-_. ]", title))
            sheet.set_column(place, place, _WIDTHS.get(title, max(12, min(longest + 4, 22))))
        sheet.set_row(0, 45 if name == "main" and len(titles) > 20 else 18)
        for place, title in enumerate(titles):
            sheet.write_string(0, place, heading(title, self.lang), self.formats["head"])
        sheet.freeze_panes(1, 2 if titles[:2] == ["row", "id"] else 1)
        sheet.autofilter(0, 0, 0, len(titles) - 1)
        return sheet

    def _cell(self, sheet: Any, row: int, place: int, cell: Any) -> None:
        if cell is None:
            return
        if isinstance(cell, datetime):
            sheet.write_datetime(row, place, cell, self.formats["minute"])
        elif isinstance(cell, date):
            sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), self.formats["day"])
        elif isinstance(cell, str) and cell in self.formats:
            sheet.write_string(row, place, cell, self.formats[cell])
        else:
            sheet.write(row, place, cell)

    def close(self) -> None:
        """The legend, and the end."""
        sheet = self.book.add_worksheet(_SHEETS["legend"](self.lang))
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 60)
        for number, verdict in enumerate(Verdict):
            words = verdict.words.ru if self.lang == "ru" else str(verdict)
            sheet.write_string(number, 0, words, self.formats[words])
            sheet.write_string(number, 1, f"{verdict.words(self.lang)}: {_MEANING[verdict](self.lang)}")
        self.book.close()


def _moment(words: Any) -> Any:
    """A day or a minute as Excel counts them; words that are neither as they are."""
    if not isinstance(words, str) or not _DAY.fullmatch(words):
        return words
    return datetime.fromisoformat(words) if " " in words else date.fromisoformat(words)
