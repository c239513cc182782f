"""What cannot be read is said in words, with its cell; nothing is guessed, nothing crashes."""

from __future__ import annotations

import datetime
import shutil

import openpyxl
import pytest
from packs import rule, write_pack
from tables import rows_of
from workbooks import refused

from qcrules.cli import main
from qcrules.errors import RecordError
from qcrules.forms import read
from qcrules.source.built_in import built_in_rules

WHOLE = "a whole number is needed, zero or more"


NO_COUNTS = (
    ("много", "text, no number: `много`"),
    ("?", "text, no number: `?`"),
    ("12", "the number is stored as text: `12`"),
    ("1 234", "the number is stored as text: `1 234`"),
    (1.5, "the number is not whole: `1.5`"),
    (-1, "the number is negative: `-1`"),
    (10**15, "the number is too large: `1000000000000000`"),
    (1.7976931348623157e308, "the number is too large: `inf`"),  # the last that there is; calamine reads none
    (True, "a logical value, no number: `ИСТИНА`"),
    (datetime.date(2014, 2, 3), "a date or a time, no number: `03.02.2014`"),
    (datetime.datetime(2014, 2, 3, 15, 30), "a date or a time, no number: `03.02.2014 15:30`"),
    (datetime.time(3, 0), "a date or a time, no number: `03:00:00`"),
)


def test_what_is_no_count(filled):
    cells = [filled.cell("1.1", month) for month in range(1, len(NO_COUNTS) + 1)]
    for cell, (value, _) in zip(cells, NO_COUNTS, strict=True):
        cell.value = value
    assert refused(filled.save()) == [
        f"{filled.path}:'Форма'!{cell.coordinate}: {why}; {WHOLE}"
        for cell, (_, why) in zip(cells, NO_COUNTS, strict=True)
    ]


@pytest.mark.parametrize("days", [1e9, -1e9, 1e308])
def test_a_time_that_is_too_long_to_be_told(filled, days):
    cell = filled.cell("1.1", 1)
    cell.value, cell.number_format = days, "[h]:mm"
    [why] = refused(filled.save())
    assert why.startswith(f"{filled.path}: sheet «Форма»: a cell holds a time of more than a billion days")


def test_an_error_cell(filled):
    errors = ("#REF!", "#DIV/0!", "#NAME?")
    cells = [filled.cell("4.2", month) for month in (1, 2, 3)]
    for cell, error in zip(cells, errors, strict=True):
        cell.value, cell.data_type = error, "e"
    assert refused(filled.save()) == [
        f"{filled.path}:'Форма'!{cell.coordinate}: the cell holds the error {error}"
        for cell, error in zip(cells, errors, strict=True)
    ]


def test_a_formula_is_told_beside_an_error(filled):
    """A sum need not be mentioned where a part of it is wrong; a formula that nobody has calculated is no such sum."""
    filled.cell("7", 1).value = "=C5*2"
    filled.cell("4.2", 2).value, filled.cell("4.2", 2).data_type = "#REF!", "e"
    assert [words.split(": ", 1)[1][:24] for words in refused(filled.save())] == [
        "the cell holds the error",
        "formula `=C5*2` was not ",
    ]


@pytest.mark.parametrize(
    ("row", "below", "column", "becomes", "words"),
    [pytest.param(*row, id=name) for name, *row in rows_of("mistakes/in-a-form.md")],
)
def test_one_cell(filled, row, below, column, becomes, words):
    at = filled.rows[row] + int(below)
    cell = filled.sheet.cell(at, 2) if column == "label" else filled.cell(row, column, int(below))
    becomes, words = (
        said.replace("CELL", cell.coordinate).replace("LABEL", f"B{at}") for said in (becomes, words)
    )
    cell.value = int(becomes) if becomes.isdecimal() else becomes or None
    first = refused(filled.save())[0].removeprefix(f"{filled.path}:'Форма'!")
    assert first.startswith(words) if words.startswith((cell.coordinate, f"B{at}")) else words in first


@pytest.mark.parametrize(("chain", "told"), [(99, "CELL: the number is negative"), (100, "AN100: formula")])
def test_formulas_that_stand_on_each_other(filled, chain, told):
    """A hundred are worked out here, and no more: the one to blame is told, wherever it stands."""
    for n in range(1, chain + 1):
        filled.sheet.cell(n, 40).value = f'=IF(AN{n + 1}="","",AN{n + 1})'
    filled.sheet.cell(chain + 1, 40).value = -1
    cell = filled.cell("7", 1)
    cell.value = '=IF(AN1="","",AN1)'
    [first] = refused(filled.save())
    assert told.replace("CELL", cell.coordinate) in first


@pytest.mark.parametrize("wrong", ["=1+1", "#REF!"])
def test_what_a_formula_is_made_of_is_told_wherever_it_stands(filled, wrong):
    beside = filled.sheet.cell(3, 40)
    beside.value = wrong
    beside.data_type = "e" if wrong.startswith("#") else "f"
    for month in (1, 2):
        filled.cell("7", month).value = '=IF(AN3="","",AN3)'
    [told] = refused(filled.save())
    assert told.startswith(f"{filled.path}:'Форма'!AN3: ")
    assert wrong in told


def test_a_row_that_stands_twice(filled):
    cell = filled.sheet.cell(filled.rows["11.2"], 2)
    cell.value = "замечание"
    words = refused(filled.save())
    assert (
        f"!{cell.coordinate}: row 11.1 stands here a second time; the first is B{filled.rows['11.1']}"
        in words[0]
    )
    assert "row 11.2 «выговор» is missing" in words[1]


def test_all_that_is_wrong_at_once(filled):
    filled.cell("1.1", 1).value = "x"
    filled.cell("7", 2).value = -5
    filled.cell("14.3", 4).value = 0.5
    words = refused(filled.save())
    cells = [filled.cell(*where).coordinate for where in (("1.1", 1), ("7", 2), ("14.3", 4))]
    assert [line.split(":")[1] for line in words] == [f"'Форма'!{cell}" for cell in cells]


def test_merged_cells(filled):
    filled.sheet.merge_cells(
        start_row=filled.rows["1.1"], end_row=filled.rows["1.2"], start_column=4, end_column=5
    )
    [words] = refused(filled.save())
    at = f"D{filled.rows['1.1']}"
    assert words.startswith(f"{filled.path}:'Форма'!{at}: cells {at}:E{filled.rows['1.2']} are merged: ")


@pytest.mark.long
def test_the_words_of_row_12_may_be_merged(filled):
    row = filled.rows["12"]
    filled.sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=14)
    assert filled.record()["figures"]["12"]["2014-01"] == 1


def test_a_deleted_row(filled):
    row = filled.rows["5.2"]
    filled.sheet.delete_rows(row)
    words = refused(filled.save())
    assert words[0].startswith(f"{filled.path}:'Форма'!B{row}: row 5.2 «Количество нарушений сроков ")
    assert "is missing before this cell" in words[0]


@pytest.mark.parametrize("name", ["Март", "Всего", "Выполняемые мероприятия"])
def test_a_missing_column(filled, name):
    for row in filled.sheet.iter_rows():
        for cell in row:
            if cell.value == name:
                cell.value = None
    assert any(f"column «{name}» is missing" in words for words in refused(filled.save()))


def test_a_column_that_stands_twice(filled):
    for row in filled.sheet.iter_rows():
        for cell in row:
            if cell.value == "Май":
                cell.value = "Апрель"
    words = refused(filled.save())
    assert words == [
        f"{filled.path}:'Форма'!G12: a second column «Апрель»",
        f"{filled.path}:'Форма'!A12: column «Май» is missing",
    ]


def test_a_second_table_on_the_sheet(filled):
    for column in range(1, 16):
        filled.sheet.cell(120, column).value = filled.sheet.cell(12, column).value
    filled.sheet.cell(121, 2).value = "Рассмотрено жалоб"
    words = f"{filled.path}:'Форма'!B120: the sheet has a second table of months; one sheet is one report"
    assert words in refused(filled.save())


@pytest.mark.parametrize("words", ["Отчетный период: апрель", "Отчетный период 20___ г.", None])
def test_no_year(filled, words):
    for row in filled.sheet.iter_rows():
        for cell in row:
            if str(cell.value).startswith("Отчетный период"):
                cell.value = words
    assert "the reporting period is not clear" in refused(filled.save())[0]


def test_which_form_it_is(filled):
    filled.sheet["A3"].value = filled.sheet["A5"].value = None
    [words] = refused(filled.save())
    assert words.endswith("!A1: which form is it? There is no line «Индекс: 1-мк» or «Индекс: 2-мк»")


@pytest.mark.long
def test_an_unknown_fact(filled):
    cell = filled.at("Куда")
    filled.sheet.cell(cell.row, 2).value = "Кудда"
    cell.value = "Агентство"
    [words] = refused(filled.save())
    assert words.endswith(f"!B{cell.row}: «Кудда» is not known here; did you mean «Куда»?")


def test_a_wrong_choice_names_its_cell(filled, capsys):
    cell = filled.at("Кто представляет: вид")
    cell.value = "министерство"
    assert main(["check", str(filled.save()), "--lang", "ru"]) == 2
    words = capsys.readouterr().err
    assert f"'Форма'!{cell.coordinate}: «кто представляет.вид»: `министерство` — не из списка" in words


def test_a_workbook_without_a_form(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Лист1"
    book.create_sheet("Лист2")["A1"] = "итоги"
    book.save(tmp_path / "x.xlsx")
    [words] = refused(tmp_path / "x.xlsx")
    assert words.endswith(
        "x.xlsx: the workbook holds no form: no sheet («Лист1», «Лист2») has a table of months"
    )


def test_a_pack_without_forms_or_without_their_kind_of_record(filled, tmp_path):
    with pytest.raises(RecordError, match="this pack has no forms"):
        read(filled.save(), rules=write_pack(tmp_path / "pack", [rule(требуется={})]))
    shutil.copy(built_in_rules() / "forms.yaml", tmp_path / "pack")
    with pytest.raises(RecordError, match="monitoring_report"):
        read(filled.path, rules=tmp_path / "pack")


def test_a_form_without_its_table(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Лист1"
    book.active["A1"] = "Индекс: 1-мк"
    book.save(tmp_path / "x.xlsx")
    assert refused(tmp_path / "x.xlsx") == [
        f"{tmp_path / 'x.xlsx'}:'Лист1'!A1: no table: no row names the months"
    ]
