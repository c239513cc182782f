"""A register as a page and as a workbook: the counts of the summary, samples that open, days that are days."""
# ruff: noqa: E402

from __future__ import annotations

import re
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
openpyxl = pytest.importorskip("openpyxl")
import pyarrow.parquet as pq
from commands import shell

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))
from test_pages import stands_alone

START = date(2013, 9, 2)
ROWS = 60


@pytest.fixture
def register(tmp_path: Path) -> Path:
    days = [START + timedelta(days=7 * row) for row in range(ROWS)]
    table = {
        "id": [
            f"<b>{row}</b>" if row == 3 else f"=1+{row}" if row == 4 else f"2014-{row}" for row in range(ROWS)
        ],
        "kind": ["planned"] * ROWS,
        "inspecting_body.name": ["A" if row % 3 else "Б & В" for row in range(ROWS)],
        "order.issued_on": days,
        "order_handed_at": [day + timedelta(days=60) for day in days],
        "notice.delivered_at": [day + timedelta(days=25 + row % 12) for row, day in enumerate(days)],
    }
    pq.write_table(pa.table(table), tmp_path / "in.parquet")
    return tmp_path


def batch(folder: Path, out: str, *more: str) -> str:
    got = shell(
        "batch",
        "in.parquet",
        "-o",
        out,
        "--as-of",
        "2015-07-01",
        "--lang",
        "ru",
        "--processes",
        "1",
        *more,
        folder=folder,
    )
    assert (got.status, got.err) == (1, "")
    return got.out


def test_the_page_says_what_the_summary_says(register: Path) -> None:
    said = batch(register, "out.parquet", "--report", "out.html")
    parts = stands_alone((register / "out.html").read_text("utf-8"))
    rows, violated = re.search(r"проверено (\d+), отклонено 0; с нарушениями (\d+)", said).groups()  # type: ignore[union-attr]
    assert f"{rows} дел проверено" in parts.text
    assert f"{violated} с нарушениями" in parts.text
    for body, bad, all_ in re.findall(r"^  (A|Б & В) +(\d+) / +(\d+)", said, re.M):
        assert f"{body}|{bad}|{all_}|" in "|".join(parts.words)
    for share, paragraph in re.findall(r"^(п\.\S+) .* ([\d.]+) %$", said, re.M):
        assert f"{paragraph} %" in parts.text, share
    assert parts.text.count("+") >= 1
    assert sum(target.startswith("#c") for target in parts.all("href")) >= 1
    assert len((register / "out.html").read_bytes()) < 2_000_000


@pytest.mark.long
def test_what_moved_is_on_the_page(register: Path) -> None:
    batch(register, "one.parquet")
    batch(register, "two.parquet", "--against", "one.parquet", "--report", "same.html")
    assert "Ни один вердикт не изменился." in (register / "same.html").read_text("utf-8")
    batch(
        register,
        "three.parquet",
        "--against",
        "one.parquet",
        "--report",
        "moved.html",
        "--reading",
        "p10-clear-days=notice_day_counts",
    )
    words = "|".join(stands_alone((register / "moved.html").read_text("utf-8")).words)
    assert "p10-planned-notice|violated → compliant|" in words


@pytest.mark.long
def test_a_workbook_looks_as_if_made_by_hand(register: Path) -> None:
    batch(register, "out.xlsx")
    book = openpyxl.load_workbook(register / "out.xlsx")
    assert book.sheetnames == ["проверка", "нарушения", "чего не хватает", "обозначения"]
    sheet = book["проверка"]
    assert sheet.freeze_panes == "B2"
    titles = [cell.value for cell in sheet[1]]
    place = titles.index("p10-planned-notice") + 1
    colours = {
        sheet.cell(row, place).value: sheet.cell(row, place).fill.fgColor.rgb for row in range(2, ROWS + 2)
    }
    assert {"нарушение", "соответствует"} <= set(colours)
    assert len(set(colours.values())) == len(colours)
    legend = {row[0].value: row[0].fill.fgColor.rgb for row in book["обозначения"].iter_rows()}
    assert all(legend[verdict] == colour for verdict, colour in colours.items())
    found = book["нарушения"]
    names = [cell.value for cell in found[1]]
    due = [found.cell(row, names.index("срок") + 1) for row in range(2, found.max_row + 1)]
    late = [cell for cell in due if cell.value is not None]
    assert late
    assert all(isinstance(cell.value, datetime) and cell.number_format == "dd.mm.yyyy" for cell in late)
    assert found.max_row - 1 == sum(
        sheet.cell(row, column).value == "нарушение"
        for row in range(2, ROWS + 2)
        for column in range(2, len(titles) + 1)
    )
    lacking = [[cell.value for cell in row] for row in book["чего не хватает"].iter_rows(min_row=2)]
    assert lacking == sorted(lacking, key=lambda row: -row[2])
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
