"""An empty form, as the annex prints it, ready to be filled in Excel or LibreOffice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from attrs import define, field

from ..errors import Problem, UsageError, nearest
from ..facts.field import ValueType
from ..facts.types import Type
from ..facts.vocabulary import Vocabulary
from ..time.months import YEARS, year_to_date
from .address import address
from .archive import said
from .filling import Counts, Filled
from .layout import Form, FormRow, Forms, fact_label, load_forms
from .workbook import needs_excel

_NUMBER, _WORDS, _FIRST_MONTH, _TOTAL = 0, 1, 2, 14
_GREY, _PALE, _RULE = "#D9D9D9", "#F2F2F2", "#7F7F7F"


def write_form(
    name: str,
    year: int,
    month: int,
    vocabulary: Vocabulary,
    folder: str | Path,
    services: int,
    record: Mapping[str, Any] | None = None,
) -> bytes:
    """A form for a month as an .xlsx file, empty, or filled with what a record says.

    UsageError where the form or the month is not known.
    """
    forms = load_forms(folder)
    form = forms.forms.get(name)
    if form is None:
        known, near = ", ".join(forms.forms), nearest(name, forms.forms)
        raise UsageError(Problem(said("unknown-form", name, known, near)))
    if not 1 <= month <= 12 or year not in YEARS:
        raise UsageError(Problem(said("no-such-month", year, f"{month:02}", YEARS[0], YEARS[-1])))
    try:
        import xlsxwriter
    except ImportError:
        raise needs_excel() from None
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "dd.mm.yyyy",
        },
    )
    book.set_properties({"title": form.title, "subject": form.index, "created": datetime(year, month, 1)})
    kind = vocabulary.kinds[forms.record]
    _FormSheet(book, forms, form, Filled(kind, record or {}), year, month, services).write()
    book.close()
    return out.getvalue()


SumFormula = tuple[str, int | str]
"""A formula, and what it gives."""


def _numbers(counts: Iterable[int | str | None]) -> list[int]:
    return [count for count in counts if isinstance(count, int)]


@define(eq=False)
class _FormSheet:
    """One form on one sheet."""

    book: Any
    forms: Forms
    form: Form
    filled: Filled
    year: int
    month: int
    services: int
    sheet: Any = field(init=False)
    at: int = 0
    where: dict[str, int] = field(factory=dict)
    listed: dict[str, int] = field(factory=dict)  # how many rows for services stand under a row

    def __attrs_post_init__(self) -> None:
        self.sheet = self.book.add_worksheet(self.forms.sheet)

    def style(self, **how: Any) -> Any:
        return self.book.add_format(
            {"font_name": "Times New Roman", "font_size": 10, "valign": "vcenter", "text_wrap": True, **how}
        )

    def write(self) -> None:
        """The whole sheet, from the title to the facts that are not printed."""
        self.page_setup()
        self.title()
        self.head()
        self.rows()
        self.formulas()
        self.signatures()
        last = self.at
        self.facts()
        self.sheet.print_area(0, 0, last, _TOTAL)
        self.sheet.protect(
            "",
            {"insert_rows": True, "format_rows": True, "format_columns": True, "select_locked_cells": True},
        )

    def page_setup(self) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L{self.form.index}, {self.period()}&RСтраница &P из &N")
        sheet.hide_gridlines(2)
        sheet.set_column(_NUMBER, _NUMBER, 5)
        sheet.set_column(_WORDS, _WORDS, 58)
        sheet.set_column(_FIRST_MONTH, _TOTAL - 1, 9.5)
        sheet.set_column(_TOTAL, _TOTAL, 10.5)

    def period(self) -> str:
        """«апрель 2014 г.»"""
        return f"{self.forms.months[self.month - 1].lower()} {self.year} г."

    def across(self, words: str, style: Any, first: int = 0, lines: int = 1) -> None:
        """One line of words over the sheet."""
        self.sheet.merge_range(self.at, first, self.at, _TOTAL, words, style)
        self.sheet.set_row(self.at, 15 * lines)
        self.at += 1

    # -- the title block --------------------------------------------------------------------------------------

    def title(self) -> None:
        right, left = self.style(align="right"), self.style(align="left")
        strong = self.style(align="center", bold=True, font_size=13)
        self.across(self.form.annex, right)
        self.across("Форма", right)
        self.across(self.form.title, strong, lines=2)
        self.across(f"Отчетный период: {self.period()}", self.style(align="center"))
        self.across(f"Индекс: {self.form.index}", self.style(align="left", bold=True))
        self.across(f"Периодичность: {self.forms.periodicity}", left)
        self.across(f"Представляют: {self.form.submitters}", left)
        self.across(f"Куда представляется форма: {self.forms.addressee}", left)
        self.across(f"Срок представления – {self.forms.term}", left)
        self.at += 1

    def head(self) -> None:
        style = self.style(border=1, align="center", bold=True, bg_color=_PALE)
        top, sheet = self.at, self.sheet
        sheet.merge_range(top, _NUMBER, top + 1, _NUMBER, self.forms.number, style)
        sheet.merge_range(top, _WORDS, top + 1, _WORDS, self.forms.activities, style)
        for number, quarter in enumerate(self.forms.quarters):
            first = _FIRST_MONTH + 3 * number
            sheet.merge_range(top, first, top, first + 2, quarter, style)
        for number, name in enumerate(self.forms.months):
            sheet.write_string(top + 1, _FIRST_MONTH + number, name, style)
        sheet.merge_range(top, _TOTAL, top + 1, _TOTAL, self.forms.total, style)
        sheet.set_row(top, 18)
        sheet.set_row(top + 1, 18)
        sheet.repeat_rows(top, top + 1)
        sheet.freeze_panes(top + 2, _FIRST_MONTH)
        self.at = top + 2

    # -- the table --------------------------------------------------------------------------------------------

    def rows(self) -> None:
        notes = self.forms.explanations(self.form)
        for row in self.form.rows.values():
            if row.number.endswith(".1") and self.form.rows[row.parent or ""].figures:
                self.line("", self.forms.including, None)
            self.where[row.number] = self.at
            top = row.parent is None
            self.line(f"{row.number}." if top else "", row.words, row)
            if row.point is not None:
                self.note(f"Пояснение, п.{row.point}. {notes[row.point]}")
            if row.services:
                self.list_services(row)

    def note(self, words: str) -> None:
        """What the explanation says of the row, as a note on its name."""
        size = {"x_scale": 3.2, "y_scale": 1 + len(words) / 260, "font_size": 9, "author": ""}
        self.sheet.write_comment(self.at - 1, _WORDS, words, size)

    def line(self, number: str, words: str, row: FormRow | None) -> None:
        """One row with its labels and empty cells."""
        bold = row is not None and row.parent is None
        self.sheet.write_string(self.at, _NUMBER, number, self.style(border=1, align="center", bold=bold))
        indent = 0 if bold else 1
        self.sheet.write_string(self.at, _WORDS, words, self.style(border=1, bold=bold, indent=indent))
        self.sheet.set_row(self.at, 13 * max(1, -(-len(words) // (60 if bold else 66))) + 2)
        self.cells(row, self.filled.counts(row.number) if row else {})
        if row is not None and row.words_allowed:
            self.words(row)
        self.at += 1

    def words(self, row: FormRow) -> None:
        """The words of a row that holds words, in its first free cell."""
        said, counts = self.filled.at("preventive_measures"), self.filled.counts(row.number)
        free = [key for key in ("total", *self.months()) if key not in counts]
        if said and free:
            self.sheet.write_string(self.at, self.column(free[0]), said, self.style(border=1, locked=False))

    def list_services(self, row: FormRow) -> None:
        """A row for each service; blank ones are for who fills the form."""
        named = list(self.filled.services(row.number).items())
        self.listed[row.number] = max(self.services, len(named))
        for number in range(self.listed[row.number]):
            name, counts = named[number] if number < len(named) else (self.forms.service, {})
            style = self.style(border=1, align="center", locked=False)
            self.sheet.write_number(self.at, _NUMBER, number + 1, style)
            style = self.style(border=1, indent=2, italic=True, locked=False)
            self.sheet.write_string(self.at, _WORDS, name, style)
            self.cells(FormRow("", ""), counts)
            self.at += 1
        self.line("…", "", None)  # the sum reaches down to here: rows inserted above belong to it

    def months(self) -> list[str]:
        """The months so far, as a record names them."""
        return year_to_date(f"{self.year}-{self.month:02}")

    def column(self, key: str) -> int:
        """The column of a month, or of the total."""
        return _TOTAL if key == "total" else _FIRST_MONTH + int(key[5:]) - 1

    def cells(self, row: FormRow | None, counts: Counts) -> None:
        """The cells of the months and of the total; those that nobody fills are grey."""
        said = {self.column(key): count for key, count in counts.items()}
        for column in range(_FIRST_MONTH, _TOTAL + 1):
            open_ = (
                row is not None and row.figures and (column - _FIRST_MONTH < self.month or column == _TOTAL)
            )
            grey = {} if open_ else {"bg_color": _GREY}
            side = {} if row is not None and row.words_allowed else {"align": "right"}
            style = self.style(border=1, locked=not open_, num_format="#,##0", **side, **grey)
            self.sheet.write(self.at, column, said.get(column), style)
        if row is not None and row.figures and not row.words_allowed:
            self.only_counts(self.at)

    def only_counts(self, at: int) -> None:
        self.sheet.data_validation(
            at,
            _FIRST_MONTH,
            at,
            _TOTAL,
            {
                "validate": "integer",
                "criteria": "between",
                "minimum": 0,
                "maximum": 999_999_999,
                "error_title": "Нужно целое число",
                "error_message": "Здесь пишут целое число, ноль или больше, без пробелов и слов.",
            },
        )

    # -- sums -------------------------------------------------------------------------------------------------

    def formulas(self) -> None:
        """Formulas in the cells of sums, but for figures of the record that are not what the formula gives."""
        for row in self.form.rows.values():
            at, counts = self.where[row.number], self.filled.counts(row.number)
            if not row.figures or row.words_allowed:
                continue
            for key in self.months():
                if row.services:
                    self.sum(at, key, *self.of_services(row, key), counts)
                elif row.adds_up:
                    self.sum(at, key, *self.of_parts(row, key), counts)
            self.sum(at, "total", *self.of_months(at, row.balance, counts), counts)
            services = list(self.filled.services(row.number).values())
            for number in range(self.listed.get(row.number, 0)):
                of = services[number] if number < len(services) else {}
                self.sum(at + 1 + number, "total", *self.of_months(at + 1 + number, False, of), of)

    def of_parts(self, row: FormRow, key: str) -> SumFormula:
        """The sum of the sub-rows, once all of them are filled."""
        parts = self.form.parts(row)
        cells = ",".join(address((self.where[part.number], self.column(key))) for part in parts)
        found = _numbers(self.filled.counts(part.number).get(key) for part in parts)
        value = sum(found) if len(found) == len(parts) else ""
        return f'=IF(COUNT({cells})<{len(parts)},"",SUM({cells}))', value

    def of_services(self, row: FormRow, key: str) -> SumFormula:
        """The sum of the services, once any has a figure."""
        at, column = self.where[row.number], self.column(key)
        cells = f"{address((at + 1, column))}:{address((at + self.listed[row.number] + 1, column))}"
        found = _numbers(counts.get(key) for counts in self.filled.services(row.number).values())
        return f'=IF(COUNT({cells})=0,"",SUM({cells}))', sum(found) if found else ""

    def of_months(self, at: int, balance: bool, counts: Counts) -> SumFormula:
        """«Всего»: the sum of the months so far, of a balance the last month."""
        months = self.months()
        first, last = (address((at, self.column(key))) for key in (months[0], months[-1]))
        if balance:
            return f'=IF({last}="","",{last})', counts.get(months[-1], "")
        found = _numbers(counts.get(key) for key in months)
        return f'=IF(COUNT({first}:{last})=0,"",SUM({first}:{last}))', sum(found) if found else ""

    def sum(self, at: int, key: str, formula: str, value: int | str, counts: Counts) -> None:
        style = self.style(border=1, locked=False, num_format="#,##0", align="right", bg_color="#EAF1DD")
        if counts.get(key, value) == value:
            self.sheet.write_formula(at, self.column(key), formula, style, value)
        else:
            self.sheet.write(at, self.column(key), counts[key], style)

    # -- under the table --------------------------------------------------------------------------------------

    def signatures(self) -> None:
        under = self.style(bottom=1, locked=False, align="center")
        small = self.style(align="center", valign="top", font_size=8)
        self.at += 1
        self.sheet.write_string(self.at, _WORDS, self.forms.stamp, self.style())
        for who, path in self.forms.signatures.items():
            name = self.filled.fact(path) if path else None
            self.at += 1
            self.sheet.set_row(self.at, 22)
            self.sheet.write_string(self.at, _WORDS, who, self.style(align="right"))
            self.sheet.merge_range(self.at, 2, self.at, 6, name or "", under)
            self.sheet.merge_range(self.at, 8, self.at, 11, "", under)
            self.at += 1
            self.sheet.merge_range(self.at, 2, self.at, 6, "Ф.И.О.", small)
            self.sheet.merge_range(self.at, 8, self.at, 11, "подпись", small)
        self.at += 1

    def facts(self) -> None:
        """What the form does not ask and a check needs."""
        self.at += 1
        self.across(self.forms.facts_title, self.style(bold=True, font_color=_RULE), first=_WORDS)
        kind = self.filled.kind
        for path in self.forms.facts:
            fact, value = kind.root.at(path), self.filled.fact(path)
            how: dict[str, Any] = {"border": 1, "locked": False, "align": "left"}
            if fact.type is Type.EVENT:
                how["num_format"] = "dd.mm.yyyy hh:mm"
            else:
                how["num_format"] = "@"
            self.sheet.write_string(self.at, _WORDS, fact_label(kind, path), self.style(align="right"))
            self.sheet.merge_range(self.at, 2, self.at, 8, "" if value is None else value, self.style(**how))
            words = self.options(fact.type, [option.term.ru for option in fact.options])
            if words:
                self.sheet.data_validation(
                    self.at,
                    2,
                    self.at,
                    2,
                    {
                        "validate": "list",
                        "source": words,
                        "error_title": "Нет такого варианта",
                        "error_message": "Выберите из списка.",
                    },
                )
            self.at += 1

    @staticmethod
    def options(kind: ValueType, options: Sequence[str]) -> list[str]:
        return ["да", "нет"] if kind is Type.BOOL else list(options)
