"""Workbooks with other things in their cells, as people and programs leave them: nothing but a result or our own error.

A form and a register are taken, a few cells are changed — values and types, formulas, errors, dates as numbers, styles,
merged cells, lost rows and columns, other sheets — and the book is read and judged to the end.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pyarrow.parquet as pq
from hypothesis import reject
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from qcrules import check, check_all, forms
from qcrules.batch.job import Job
from qcrules.batch.run import run
from qcrules.errors import QcrulesError, RecordError

from .doors import WORST

AS_OF = date(2014, 6, 1)

VALUES: list[Any] = [
    None, "", " ", "—", "?", "нет", "да", "x", "\n", "'", "=", "ё" * 300, "\u202e", "2014-03", "2014-02-30",
    "01.03.2014", "1 234", "1,5", "٣", "1e999", "²", "-0", "planned", "плановая", "Всего", "март", "2014 год", "п.1",
    "[]", "{}", True, False, 0, 1, -1, 1.5, 41699, 41699.5, 60, 0.1 + 0.2, 2**31, 2**63, 10**15, 1e308, -1e308, 5e-324,
    date(2014, 3, 1), datetime(2014, 3, 1, 12, 30), datetime(1900, 1, 1), datetime(9999, 12, 31), time(10, 30),
    timedelta(hours=30), timedelta(days=-1),
    "#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!",
    "=1/0", "=SUM(A1:A3)", "=A1", "=$B$2+1", '=IF(A1="","",SUM(A1:A9))', "=[1]Лист1!A1", "=NOW()", "=SUM(", "==",
    "=A1:A9",
]  # fmt: skip
FORMATS = [
    "General", "0", "0.00", "@", "yyyy-mm-dd", "dd.mm.yyyy", "[h]:mm", '"до "0', ";;;", "0%", "d mmmm yyyy",
]  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, whole: Callable[[], bytes]) -> bytes:
    """A workbook with one to six changes."""
    book = openpyxl.load_workbook(BytesIO(whole()))
    for _ in range(draw(st.integers(1, 6))):
        sheet = draw(st.sampled_from(book.worksheets))
        draw(st.sampled_from(CHANGES))(draw, book, sheet)
    out = BytesIO()
    try:
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
    except (ValueError, TypeError, AttributeError):  # openpyxl would not write such a book
        reject()
    return out.getvalue()


def cell_of(draw: st.DrawFn, sheet: Worksheet) -> Cell | MergedCell:
    """A cell, most often one of those that are used."""
    row = draw(st.integers(1, max(sheet.max_row, 1)) | st.integers(1, 100))
    column = draw(st.integers(1, max(sheet.max_column, 1)) | st.integers(1, 40))
    return sheet.cell(row, column)


def value(draw: st.DrawFn, book: Any, sheet: Worksheet) -> None:
    """Another value."""
    cell = cell_of(draw, sheet)
    if isinstance(cell, MergedCell):
        return
    try:
        cell.value = draw(
            st.sampled_from(VALUES) | st.text(max_size=8) | st.integers() | st.floats(allow_nan=False)
        )
    except (IllegalCharacterError, ValueError):
        cell.value = "\ufffd"


def style(draw: st.DrawFn, book: Any, sheet: Worksheet) -> None:
    """Another format: a number that looks like a date, a date that looks like a number, a hidden one."""
    cell = cell_of(draw, sheet)
    cell.number_format = draw(st.sampled_from(FORMATS))
    cell.font = Font(strike=draw(st.booleans()))
    if not isinstance(cell, MergedCell):
        cell.comment = Comment("проверить", "x") if draw(st.booleans()) else None


def number_of_a_date(draw: st.DrawFn, book: Any, sheet: Worksheet) -> None:
    """A serial number, with the format of a date or without."""
    cell = cell_of(draw, sheet)
    if not isinstance(cell, MergedCell):
        cell.value = draw(st.sampled_from([0, 1, 60, 61, 41640, 41699, 41699.75, 2958465, 2958466, -1, 1e9]))
        cell.number_format = draw(st.sampled_from(FORMATS))


def typed_by_hand(draw: st.DrawFn, book: Any, sheet: Worksheet) -> None:
    """A cell whose type does not fit its value, as other programs write them."""
    cell = cell_of(draw, sheet)
    if not isinstance(cell, MergedCell):
        cell.value = draw(st.sampled_from(["x", "1", "#REF!", "2014-03-01", ""]))
        cell.data_type = draw(st.sampled_from(["s", "n", "b", "e", "f", "d"]))


def merge(draw: st.DrawFn, book: Any, sheet: Worksheet) -> None:
    """Cells become one; or merged ones part."""
    if sheet.merged_cells.ranges and draw(st.booleans()):
        merged = str(draw(st.sampled_from(sorted(map(str, sheet.merged_cells.ranges)))))
        with suppress(KeyError):  # where lines were moved before, openpyxl looks for cells that are not there
            sheet.unmerge_cells(merged)
        return
    cell = cell_of(draw, sheet)
    last = {
        "end_row": cell.row + draw(st.integers(0, 5)),
        "end_column": cell.column + draw(st.integers(0, 5)),
    }
    sheet.merge_cells(start_row=cell.row, start_column=cell.column, **last)


def line(draw: st.DrawFn, book: Any, sheet: Worksheet) -> None:
    """Rows or columns lost, or pushed in."""
    change = draw(
        st.sampled_from([sheet.delete_rows, sheet.insert_rows, sheet.delete_cols, sheet.insert_cols])
    )
    change(draw(st.integers(1, 12)), draw(st.integers(1, 3)))


def other_sheet(draw: st.DrawFn, book: Any, sheet: Worksheet) -> None:
    """A sheet before, hidden, renamed, or the same once more."""
    change = draw(st.sampled_from(["before", "hidden", "name", "copy"]))
    if change == "before":
        book.create_sheet(index=0)
    elif change == "hidden" and len(book.worksheets) > 1:
        sheet.sheet_state = "hidden"
    elif change == "name":
        sheet.title = draw(st.sampled_from(["1-мк", "Лист1", "март 2014", "'"]))
    else:
        book.copy_worksheet(sheet)


Change = Callable[[st.DrawFn, Any, Worksheet], None]
CHANGES: list[Change] = [*[value] * 3, style, number_of_a_date, typed_by_hand, merge, line, other_sheet]


def read_form(folder: Path, data: bytes) -> Any:
    """The reports of a book, judged to the words of every finding."""
    file = folder / "form.xlsx"
    file.write_bytes(data)
    return [finding.message for one in check_all([file], as_of=AS_OF) for finding in one.findings]


def read_forms(folder: Path, data: bytes) -> Any:
    """The same as rows of a table: each report has the verdicts that it has alone, or is rejected."""
    file = folder / "forms.xlsx"
    file.write_bytes(data)
    job, _ = Job(kind="monitoring_report", as_of=AS_OF, contested=False).over([file])
    if not job.forms:
        return []
    run(job, [file], folder / "verdicts.parquet", folder / "rejects.parquet")
    beside = ("id", "file", "sheet", "contested")
    rows = pq.read_table(folder / "verdicts.parquet").drop_columns(beside).to_pylist()
    try:
        reports = forms.read(file)
    except RecordError:
        assert rows == []
        raise
    alone = map(verdicts, reports)
    assert rows == [one for one in alone if one is not None]
    return rows


def verdicts(report: Any) -> dict[str, str] | None:
    """The worst verdict of each rule; None where the report is refused."""
    try:
        found = check(report, as_of=AS_OF, engine="reference").findings
    except QcrulesError:
        return None
    worst: dict[str, str] = {}
    for one in found:
        worst[one.rule] = max(worst.get(one.rule, WORST[0]), str(one.verdict), key=WORST.index)
    return worst


def read_register(folder: Path, data: bytes) -> Any:
    """A register, judged row by row; what cannot be judged is rejected with a reason."""
    file = folder / "register.xlsx"
    file.write_bytes(data)
    return run(Job(as_of=AS_OF), [file], folder / "verdicts.csv", folder / "rejects.csv")


@lru_cache(maxsize=1)
def form() -> bytes:
    """A report that is filled in."""
    return (Path(__file__).parents[2] / "examples" / "monitoring-1mk.xlsx").read_bytes()


@lru_cache(maxsize=1)
def register() -> bytes:
    """A small register of inspections."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        ["id", "вид", "приказ.издан", "извещение.вручено", "акт.вручён", "основания[1].вид", "нарушения"]
    )
    sheet.append(["1", "плановая", date(2014, 1, 10), date(2014, 1, 12), None, None, None])
    sheet.append(["2", "внеплановая", "2014-02-01", datetime(2014, 2, 2, 10, 30), "?", None, None])
    sheet.append([3, "плановая", "2014-03", "—", date(2014, 4, 1), None, None])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


READERS: dict[str, tuple[Callable[[Path, bytes], Any], Callable[[], bytes]]] = {
    "form": (read_form, form),
    "register of forms": (read_forms, form),
    "register": (read_register, register),
}
