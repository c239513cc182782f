"""A filled form is read whatever its layout has become, as long as its words can be recognised."""

from __future__ import annotations

import datetime
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from commands import shell

import qcrules
from qcrules.forms import read

from .conftest import FIGURES, LATE, MONTHS

HERE = Path(__file__).parent
USUAL = {
    row: dict(zip(MONTHS, counts, strict=True)) | {"total": counts[-1] if row == "9" else sum(counts)}
    for row, counts in FIGURES.items()
}


def services(row):
    return {
        name: dict(zip(MONTHS, counts, strict=True)) | {"total": sum(counts)}
        for name, counts in LATE[row].items()
    }


def test_a_form_filled_by_a_script(filled):
    """A script leaves the sums uncalculated: they are worked out here."""
    record = filled.record()
    figures = record["figures"]
    assert {row: figures[row] for row in USUAL} == USUAL
    assert figures["1"] == {"2014-01": 200, "2014-02": 200, "2014-03": 200, "2014-04": 200, "total": 800}
    assert figures["3.1"] == {"2014-01": 3, "2014-02": 1, "2014-03": 1, "2014-04": 0, "total": 5}
    assert figures["3"] == {"2014-01": 3, "2014-02": 2, "2014-03": 1, "2014-04": 0, "total": 6}
    assert "6" not in figures
    assert record["late_services"] == {row: services(row) for row in LATE}
    assert record["form"] == "1-mk"
    assert record["month"] == "2014-04"
    assert record["submitter"] == {"name": "Министерство", "kind": "центральный государственный орган"}
    assert record["executor"] == "А. Исполнитель"


def test_a_form_saved_by_libreoffice():
    """See saved-by-libreoffice.md for how the file was made."""
    [given] = read(HERE / "saved-by-libreoffice.xlsx")
    figures = given.record["figures"]
    assert {row: figures[row] for row in USUAL} == USUAL
    assert figures["3"]["total"] == 6
    assert given.record["late_services"] == {row: services(row) for row in LATE}
    assert given.record["executor"] == "А. Исполнитель"


def test_a_value_knows_its_cell(filled):
    [given] = read(filled.save())
    file = str(filled.path)

    def place(*trail):
        return str(given.places(("monitoring_report", *trail)))

    assert place("figures", "1.1", "2014-02") == f"{file}:'Форма'!{filled.cell('1.1', 2).coordinate}"
    assert place("figures", "7", "total") == f"{file}:'Форма'!{filled.cell('7', 'total').coordinate}"
    assert place("late_services", "3.1", "Регистрация права", "2014-01").endswith(
        filled.cell("3.1", 1, 2).coordinate
    )
    assert place("submitter", "kind").endswith(f"!{filled.at('Кто представляет: вид').coordinate}")
    assert place("submitted_at").endswith(
        f"!{filled.at('Представлен').coordinate}"
    )  # blank, and still somewhere
    assert place("nothing", "known").endswith("!A1")


def test_a_sheet_with_an_apostrophe_in_its_name(filled):
    filled.sheet.title = "Форма 'апрель'"
    [given] = read(filled.save())
    assert str(given.places(("monitoring_report", "form"))).endswith(":'Форма ''апрель'''!A5")


def test_blank_cells_are_left_out_and_a_dash_is_nothing(filled):
    filled.cell("7", 2).value = None
    filled.cell("7", 3).value = " – "
    filled.cell("7", 4).value = "   "
    figures = filled.record()["figures"]["7"]
    assert figures == {"2014-01": 3, "2014-03": None, "total": 3}


@pytest.mark.long
def test_a_sum_with_a_missing_part_is_missing(filled):
    filled.cell("1.2", 3).value = None
    figures = filled.record()["figures"]
    assert "2014-03" not in figures["1"]
    assert figures["1"]["total"] == 600


def test_no_services_at_all(empty):
    filling = empty()
    for below in (1, 2, 3):
        filling.cell("3.1", 1, below).value = 0
    assert filling.record()["late_services"] == {"3.1": {}, "3.2": {}}


def test_rows_of_services_can_be_inserted(filled):
    """As Excel does it: a row more among the services; formulas of its own it need not have."""
    at = filled.rows["3.2"]
    rows = plain_rows(filled)
    rows.insert(at - 1, [4, "Ещё одна услуга", 5, 0, 0, 0, *[None] * 8, 5])
    record = rebuilt(filled, rows)
    assert record["late_services"]["3.1"]["Ещё одна услуга"] == {
        "2014-01": 5,
        "2014-02": 0,
        "2014-03": 0,
        "2014-04": 0,
        "total": 5,
    }
    assert list(record["late_services"]["3.1"]) == [*LATE["3.1"], "Ещё одна услуга"]
    assert record["late_services"]["3.2"]["Выдача лицензии"]["2014-02"] == 1


def rebuilt(filled, rows, down=0, right=0):
    """The record of the same words and numbers on a plain sheet, somewhere else; formulas are left out."""
    book = openpyxl.Workbook()
    for at, row in enumerate(rows, 1 + down):
        for column, value in enumerate(row, 1 + right):
            if not str(value).startswith("="):
                book.active.cell(at, column, value)
    path = filled.path.with_name("plain.xlsx")
    book.save(path)
    [given] = read(path)
    return given.record


def plain_rows(filled):
    return [[cell.value for cell in row] for row in filled.sheet.iter_rows(max_col=15)]


def test_the_table_may_stand_lower_and_further_right(filled):
    record = rebuilt(filled, plain_rows(filled), down=7, right=3)
    assert record["figures"]["14.3"]["2014-04"] == 1
    assert record["month"] == "2014-04"
    assert record["submitter"]["name"] == "Министерство"


def test_labels_may_be_spaced_and_broken_differently(filled):
    rows = plain_rows(filled)
    for row in rows:
        if isinstance(row[1], str):
            row[1] = (
                f"  {row[1]}".replace("государственных ", "государст-\nвенных  ")
                .replace("–", "-")
                .replace(":", "")
            )
        if row[1] == "  замечание":
            row[1] = "В том числе:\nЗамечание"
    record = rebuilt(filled, rows)
    assert record["figures"]["1.1"]["2014-01"] == 120
    assert record["figures"]["11.1"]["2014-02"] == 1


def test_the_number_may_stand_in_the_label(filled):
    rows = plain_rows(filled)
    for row in rows:
        if isinstance(row[0], str) and row[0].rstrip(".").isdigit():
            row[1], row[0] = f"{row[0]} {row[1]}", None
    assert rebuilt(filled, rows)["figures"]["13"]["2014-01"] == 1


def test_a_line_that_numbers_the_columns(filled):
    rows = plain_rows(filled)
    head = next(at for at, row in enumerate(rows) if row[2] == "Январь")
    rows.insert(head + 1, list(range(1, 16)))
    rows.insert(head + 1, ["А", "Б", *range(1, 14)])
    assert rebuilt(filled, rows)["figures"]["1.1"]["2014-01"] == 120


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("Отчетный период: апрель 2014 г.", "2014-04"),
        ("Отчётный период  за апрель  2014 года", "2014-04"),
        (
            "Отчетный период 2014 г.",
            "2014-04",
        ),  # the annex prints the year alone: the last month that is filled
        ("Отчетный период: январь – март 2014 г.", "2014-03"),
        ("Отчетный период: март 2014 г.", "2014-03"),
        ("Отчетный период: мая 2014", "2014-05"),
        ("Отчетный период: 02.2014", "2014-02"),
        ("Отчетный период: 2014-02", "2014-02"),
    ],
)
def test_the_reporting_period_in_any_words(filled, words, month):
    for row in filled.sheet.iter_rows():
        for cell in row:
            if str(cell.value).startswith("Отчетный период"):
                cell.value = words
    assert filled.record()["month"] == month


def test_the_form_is_known_by_its_title_too(empty):
    filling = empty("2-mk")
    filling.sheet["A5"].value = None
    assert filling.record()["form"] == "2-mk"


def test_row_12_may_hold_words(filled):
    filled.cell("12", 2).value = "Проведено обучение\nсотрудников"
    filled.cell("12", "total").value = "см. приложение"
    record = filled.record()
    assert record["preventive_measures"] == "Проведено обучение сотрудников; см. приложение"
    assert record["figures"]["12"] == {"2014-01": 1, "2014-03": 2, "2014-04": 1}


@pytest.mark.long
def test_when_it_was_submitted(filled):
    filled.at("Представлен").value = datetime.datetime(2014, 5, 5, 15, 30)
    assert filled.record()["submitted_at"] == datetime.datetime(2014, 5, 5, 15, 30)
    filled.at("Представлен").value = datetime.date(2014, 5, 5)
    assert filled.record()["submitted_at"] == datetime.date(2014, 5, 5)
    filled.at("Представлен").value = "5.05.2014 9:30"
    assert filled.record()["submitted_at"] == "2014-05-05 09:30"


def test_a_number_as_a_report_number_is_text(filled):
    filled.at("Номер отчёта").value = 17
    assert filled.record()["id"] == "17"


def test_of_a_year_without_a_figure_nobody_knows_the_month(empty):
    filling = empty()
    filling.sheet["A4"].value = "Отчетный период: 2014 г."
    record = filling.record()
    assert "month" not in record
    assert record["figures"] == {}


def test_no_stamp_and_nothing_below_the_table(filled):
    figures = filled.record()["figures"]
    filled.sheet.delete_rows(filled.rows["14.3"] + 1, 100)
    assert filled.record()["figures"] == figures


def test_a_chart_is_no_report(filled):
    filled.book.create_chartsheet("График")
    assert filled.record()["form"] == "1-mk"


def test_several_reports_in_one_workbook(filled):
    filled.book.copy_worksheet(filled.sheet).title = "Форма (2)"
    filled.book.create_sheet("Заметки")["A1"] = "не форма"
    first, second = read(filled.save())
    assert first.record == second.record
    assert str(second.places(("monitoring_report", "form"))).endswith(":'Форма (2)'!A5")
    with pytest.raises(qcrules.RecordError, match="the file holds 2 records"):
        qcrules.check(filled.path)


@pytest.mark.long
@pytest.mark.parametrize("spoil", [(), ("1", 2, 999), ("10.2", 3, None), ("9", "total", 44), ("6.1", 1, 9)])
def test_the_same_report_in_a_case_file_gives_the_same_findings(filled, spoil):
    filled.at("Представлен").value = datetime.datetime(2014, 5, 6, 9, 0)
    if spoil:
        filled.cell(*spoil[:2]).value = spoil[2]
    case = filled.path.with_suffix(".json")
    case.write_text(json.dumps({"monitoring_report": filled.record()}, default=str), encoding="utf-8")
    day = datetime.date(2014, 6, 1)
    one, other = (qcrules.check(path, as_of=day) for path in (filled.path, case))
    assert [(f.rule, f.item, f.verdict, f.text) for f in one.findings] == [
        (f.rule, f.item, f.verdict, f.text) for f in other.findings
    ]
    assert "p25-in-time" in {f.rule for f in one.violations}
    if spoil and spoil[2] == 999:
        assert "form-1mk-row-1" in {f.rule for f in one.violations}
        [sum_] = [f for f in one.violations if f.item == "figures[2014-02]"]
        place = f"{filled.path}:'Форма'!{filled.cell('1', 2).coordinate}"
        assert place in {evidence.source for evidence in sum_.evidence}


@pytest.mark.long
def test_check_takes_what_read_gives(filled):
    [given] = read(filled.save())
    one, other = qcrules.check(given), qcrules.check(filled.path)
    assert [finding.verdict for finding in one.findings] == [finding.verdict for finding in other.findings]
    assert one.source == str(filled.path)


@pytest.mark.long
@pytest.mark.parametrize(
    "change", [lambda name: name.replace("/", "\\"), str.upper], ids=["backslashes", "letters"]
)
def test_the_names_in_the_archive_may_be_written_otherwise(tmp_path, change):
    """As some programs write them, and Excel reads them."""
    whole = Path(__file__).parents[2] / "examples" / "monitoring-1mk.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for info in old.infolist():
            new.writestr(change(info.filename), old.read(info))
    assert read(tmp_path / "x.xlsx")[0].record == read(whole)[0].record
    for book in (whole, tmp_path / "x.xlsx"):
        shell("check", str(book), "--annotate", f"{tmp_path}/{book.stem}-marked.xlsx")
    marked, other = (zipfile.ZipFile(f"{tmp_path}/{book}-marked.xlsx") for book in (whole.stem, "x"))
    assert {name: marked.read(name) for name in marked.namelist()} == {
        name: other.read(name) for name in other.namelist()
    }
