"""The empty form: every row of the annex, open where one fills it in, closed elsewhere."""

from __future__ import annotations

import re

import openpyxl
import pytest

from qcrules.errors import PackError, UsageError
from qcrules.forms import read, write
from qcrules.forms.layout import load_forms, squeeze
from qcrules.source.built_in import built_in_rules

from .conftest import MONTHS, RULES

SOURCE = (RULES / "source-forms.md").read_text("utf-8")
TABLES = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in SOURCE.splitlines()
    if line.startswith("|") and "---" not in line
]
ROWS = {row[0]: row[1:] for row in TABLES if re.fullmatch(r"[\d.]+", row[0])}
HEADS = {row[0]: row[1:] for row in TABLES if row[0] and row[0] not in ROWS}


def own_words(official: str) -> str:
    """A row as the annex has it, without what stands in rows of its own («в том числе», the services)."""
    official = official.removeprefix("в том числе: ").partition(": 1, 2, 3")[0]
    return squeeze(official.partition(" …")[0])


def test_the_rows_are_those_of_the_annexes(forms):
    for number, form in enumerate(forms.forms.values()):
        assert list(form.rows) == list(ROWS)
        for row in form.rows.values():
            official = ROWS[row.number][number] or ROWS[row.number][0]
            words = squeeze(row.words)
            if official.endswith("…"):
                assert words.startswith(own_words(official)), row.number
            else:
                assert words.endswith(own_words(official)), row.number
            if row.parent is None:
                assert len(words) - len(own_words(official)) == 0 or official.endswith("…")


def test_the_title_block_is_that_of_the_annexes(forms):
    for number, form in enumerate(forms.forms.values()):
        assert form.index == HEADS["Индекс"][number]
        assert form.title == HEADS["Название"][number]
        assert form.submitters == HEADS["Представляют"][number]
        assert forms.periodicity == HEADS["Периодичность"][number]
        assert forms.addressee == HEADS["Куда представляется"][0]
        assert forms.term == HEADS["Срок представления"][0]
    months = re.findall(r"\((\w+), (\w+), (\w+)\)", SOURCE)
    assert list(forms.months) == [name for quarter in months for name in quarter]


def test_every_total_of_the_annex_has_its_sum_and_nothing_else_has(forms):
    for row in forms.forms["1-mk"].rows.values():
        said = ROWS[row.number][0].endswith("– всего")
        parts = forms.forms["1-mk"].parts(row)
        assert row.adds_up <= said, row.number
        if said and len(parts) > 1:
            assert row.adds_up, row.number
        assert row.services == ("по видам услуг" in row.words)


def test_every_first_row_has_its_point_of_the_explanation(forms):
    for form in forms.forms.values():
        first = [row for row in form.rows.values() if row.parent is None]
        points = forms.explanations(form)
        assert [row.point for row in first] == list(range(6, 20))
        for row in first:
            assert f"В пункте {row.number} формы отчета" in points[row.point]


@pytest.mark.parametrize("form", ["1-mk", "2-mk"])
def test_the_sheet_has_every_row_once_and_in_order(empty, forms, form):
    filling = empty(form)
    assert list(filling.rows) == list(forms.forms[form].rows)
    assert list(filling.rows.values()) == sorted(filling.rows.values())
    [given] = read(filling.path)
    assert given.record["form"] == form
    assert given.record["month"] == "2014-04"
    assert given.record["figures"] == {}


def test_labels_are_closed_and_cells_of_the_months_so_far_are_open(empty):
    filling = empty()
    assert filling.sheet.protection.sheet
    assert filling.sheet.cell(filling.rows["1.1"], 2).protection.locked
    for month in range(1, 13):
        assert filling.cell("1.1", month).protection.locked == (month > 4)
    assert filling.cell("6", 1).protection.locked  # a heading
    assert not filling.cell("3.1", 1, below=1).protection.locked  # a service
    assert not filling.sheet.cell(filling.rows["3.1"] + 1, 2).protection.locked
    assert not filling.sheet.protection.insertRows  # openpyxl: False means that it is allowed


def test_only_whole_numbers_from_zero_go_in(empty):
    filling = empty()
    checks = filling.sheet.data_validations.dataValidation
    where = {check.type for check in checks if filling.cell("1.1", 1).coordinate in check.sqref}
    assert where == {"whole"}
    assert not [
        check for check in checks if filling.cell("12", 1).coordinate in check.sqref
    ]  # words may stand here


def test_every_first_row_has_a_note_with_its_explanation(empty, forms):
    filling = empty("2-mk")
    for row in forms.forms["2-mk"].rows.values():
        note = filling.sheet.cell(filling.rows[row.number], 2).comment
        assert (note is not None) == (row.parent is None)
        if note:
            assert note.text.startswith(f"Пояснение, п.{row.point}. В пункте {row.number} формы отчета")


def test_totals_are_formulas(empty):
    filling = empty()
    first, last = filling.cell("1.1", 1).coordinate, filling.cell("1.2", 1).coordinate
    assert filling.cell("1", 1).value == f'=IF(COUNT({first},{last})<2,"",SUM({first},{last}))'
    assert filling.cell("8", 1).value is None  # 8.1 is only a part of it
    assert (
        filling.cell("9", "total").value
        == f'=IF({filling.cell("9", 4).coordinate}="","",{filling.cell("9", 4).coordinate})'
    )
    assert str(filling.cell("7", "total").value).startswith("=IF(COUNT(")


def test_a_row_inserted_above_the_dots_belongs_to_the_sum(empty):
    filling = empty()
    dots = filling.rows["3.1"] + 4
    assert filling.sheet.cell(dots, 1).value == "…"
    assert f"SUM(C{filling.rows['3.1'] + 1}:C{dots})" in filling.cell("3.1", 1).value


def test_it_prints_one_page_wide_with_its_head_on_every_page(empty):
    sheet = empty().sheet
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (
        1,
        0,
    )  # as many pages down as needed
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows
    assert sheet.print_area.startswith("'Форма'!$A$1:$O$")


@pytest.mark.long
def test_more_rows_for_services(tmp_path):
    path = tmp_path / "form.xlsx"
    write(path, "1-mk", 2014, 1, services=10)
    sheet = openpyxl.load_workbook(path)["Форма"]
    names = [cell.value for (cell,) in sheet.iter_rows(min_col=2, max_col=2)]
    assert names.count("Наименование государственной услуги") == 20


@pytest.mark.parametrize(
    ("form", "year", "month", "words"),
    [
        ("3-mk", 2014, 4, "no form `3-mk`; there are: 1-mk, 2-mk"),
        ("1-mk", 2014, 13, "`2014-13`"),
        ("1-mk", 1990, 1, "`1990-01`"),
    ],
)
def test_what_is_no_form_and_no_month(tmp_path, form, year, month, words):
    with pytest.raises(UsageError, match=re.escape(words)):
        write(tmp_path / "x.xlsx", form, year, month)
    assert not (tmp_path / "x.xlsx").exists()


def test_a_pack_whose_forms_are_damaged(tmp_path):
    (tmp_path / "forms.yaml").write_text("лист: Форма\nстроки: {}\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"forms\.yaml:1:1: key `сведения` is missing"):
        load_forms(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("части: сумма, пояснение", "чсти: сумма, пояснение", "unknown key `чсти`; did you mean `части`?"),
        ("части: сумма, пояснение", "части: суммы, пояснение", "части: expected `сумма`, not `суммы`"),
        ("сумма, пояснение: 6", "сумма, пояснение: шесть", "`шесть` is no whole number"),
        ("печать: М.П.", "печять: М.П.", "unknown key `печять`; did you mean `печать`?"),
        ("индекс: 1-мк", "индэкс: 1-мк", "unknown key `индэкс`; did you mean `индекс`?"),
        ('"10.1": сотрудники местных', '"10.7": сотрудники местных', "unknown key `10.7`"),
    ],
)
def test_a_slip_in_the_forms_of_a_pack_is_told(tmp_path, old, new, words):
    said = (built_in_rules() / "forms.yaml").read_text(encoding="utf-8")
    assert old in said
    (tmp_path / "forms.yaml").write_text(said.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError, match=re.escape(words)):
        load_forms(tmp_path)


def test_everything_that_is_wrong_in_the_forms_is_told_at_once(tmp_path):
    said = (built_in_rules() / "forms.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("лист: Форма", "лсит: Форма"),
        ("части: сумма, пояснение: 6", "части: сумма, пояснние: 6"),
    ):
        assert old in said
        said = said.replace(old, new, 1)
    (tmp_path / "forms.yaml").write_text(said, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_forms(tmp_path)
    words = [problem.message.ru for problem in caught.value.problems]
    assert words == [
        "ключ `лсит` не известен; возможно, `лист`",
        "ключ `пояснние` не известен; возможно, `пояснение`",
        "нет ключа `лист`",
    ]
    lines = said.split("\n")
    for problem, word in zip(caught.value.problems, ("лсит", "пояснние", "лсит"), strict=True):
        assert lines[problem.place.line - 1][problem.place.column - 1 :].startswith(word)


def test_edited_forms_are_seen_at_once(tmp_path):
    said = (built_in_rules() / "forms.yaml").read_text(encoding="utf-8")
    for sheet in ("Форма", "Отчёт"):
        (tmp_path / "forms.yaml").write_text(said.replace("лист: Форма", f"лист: {sheet}"), encoding="utf-8")
        assert load_forms(tmp_path).sheet == sheet


@pytest.mark.long
def test_the_same_month_gives_the_same_file(tmp_path):
    for name in ("a", "b"):
        write(tmp_path / f"{name}.xlsx", "2-mk", 2014, int(MONTHS[-1][-2:]))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
