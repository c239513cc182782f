"""Workbooks as offices keep them, and as other programs write them."""
# ruff: noqa: E402

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
from prove.makers import ods
from runs import JOB, judged

from qcrules.errors import UsageError


def test_a_workbook_as_offices_keep_it(tmp_path: Path) -> None:
    """A hidden sheet before it, a title and a blank row above, cell errors, formulas that nobody calculated, totals."""
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="Excel needs the extra `excel`")
    pytest.importorskip("python_calamine", reason="Excel needs the extra `excel`")
    file = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(file))
    hidden, sheet = book.add_worksheet("справочник"), book.add_worksheet("реестр")
    hidden.write_row(0, 0, ["id", "вид"])
    hidden.write_row(1, 0, ["h", "плановая"])
    hidden.hide()
    sheet.activate()
    sheet.set_first_sheet()
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(1, 1, ["Реестр проверок за 2014 год"])
    sheet.write_row(3, 0, ["id", "вид", "извещение.вручено", "приказ вручён"])
    for row, id_ in enumerate(("1", "2", "3", "Итого"), 4):
        sheet.write_row(row, 0, [id_, "плановая"])
        sheet.write_datetime(row, 3, date(2014, 4, 2), day)
    sheet.write_datetime(4, 2, date(2014, 3, 5), day)
    sheet.write_formula(5, 2, "=NA()", None, "#REF!")
    sheet.write_formula(6, 2, "=A1", None, "")
    book.close()
    said, bad = judged(tmp_path, file)
    assert said == "1 violated"
    assert [one.split(": ")[0] for one in bad.split("; ") if one[:1].isdigit()] == ["6", "7", "8"]
    assert "#REF!" in bad
    said, _ = judged(tmp_path, file, evolve(JOB, sheet="Справочник"))
    assert said.startswith("h ")
    with pytest.raises(UsageError, match="there is no sheet `лист`"):
        judged(tmp_path, file, evolve(JOB, sheet="лист"))


@pytest.mark.long
def test_a_cell_merged_with_one_above_it_is_no_blank(tmp_path: Path) -> None:
    """Titles and blank rows may be merged; a row of a record may not, for its value stands in another row."""
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="Excel needs the extra `excel`")
    pytest.importorskip("python_calamine", reason="Excel needs the extra `excel`")
    file = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 1, 3, "Реестр")
    sheet.write_row(2, 0, ["id", "вид", "извещение.вручено", "приказ вручён"])
    for row, id_ in enumerate("123", 3):
        sheet.write_row(row, 0, [id_, "плановая", "05.03.2014", "02.04.2014"])
    sheet.merge_range(4, 2, 5, 2, "05.03.2014")
    sheet.merge_range(6, 0, 8, 3, "Составил")
    book.close()
    said, bad = judged(tmp_path, file, evolve(JOB, complete=True))
    assert said == "1 violated, 2 violated"
    assert bad.startswith("6: «извещение.вручено»: здесь часть объединённых ячеек (разъедините их")
    assert bad.endswith("; 7: приписка под таблицей, а не запись")


def test_a_sheet_that_is_empty_is_told(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="Excel needs the extra `excel`")
    pytest.importorskip("python_calamine", reason="Excel needs the extra `excel`")
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        book.add_worksheet("Реестр")
    with pytest.raises(UsageError, match=r"x\.xlsx: sheet `Реестр` is empty"):
        judged(tmp_path, tmp_path / "x.xlsx")


def test_a_time_that_is_too_long_to_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine", reason="workbooks need the extra `excel`")
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="workbooks need the extra `excel`")
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet("дела")
        sheet.write_row(0, 0, ["id", "приказ.издан"])
        sheet.write_number(1, 1, 1e9, book.add_format({"num_format": "[h]:mm"}))
    with pytest.raises(UsageError, match="sheet «дела»: a cell holds a time of more than a billion days"):
        judged(tmp_path, tmp_path / "x.xlsx")
    (tmp_path / "x.xls").write_bytes(b"")
    told = subprocess.CompletedProcess([], 0, stdout=b'{"long": "1"}')
    monkeypatch.setattr("qcrules.forms.register.subprocess.run", lambda *_, **__: told)
    with pytest.raises(
        UsageError, match=r"x\.xls: sheet «1»: a cell holds a time of more than a billion days"
    ):
        judged(tmp_path, tmp_path / "x.xls")


@pytest.mark.long
def test_errors_of_a_workbook_of_another_program_are_no_blanks(tmp_path: Path) -> None:
    """A blank would be a violation of a complete record. `errors.xls` was written by xlwt."""
    pytest.importorskip("python_calamine", reason="workbooks need the extra `excel`")
    job = evolve(JOB, complete=True)
    said, bad = judged(tmp_path, Path(__file__).with_name("errors.xls"), job)
    assert said == "1 violated, 3 violated, 4 undetermined, 5 violated, 6 violated"
    assert bad.startswith("3: ")
    assert "#REF!" in bad
    formula = '<table:table-cell table:formula="of:=1" {}</table:table-cell>'
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error">'
    words = [f"{error}<text:p>{one}</text:p>" for one in ("#DIV/0!", "Err:508", "#N/A")]
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = [
        "".join(map(text.format, ("id", "kind", "order_handed_at", "notice.delivered_at"))),
        *(
            "".join(map(text.format, (number, "planned", "2014-04-02"))) + formula.format(cell)
            for number, cell in enumerate([*words, ">", 'office:value-type="string"><text:p></text:p>'])
        ),
    ]
    ods("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))(tmp_path / "x.ods")
    said, bad = judged(tmp_path, tmp_path / "x.ods", job)
    assert said == "2 undetermined, 4 violated"
    for word in ("#DIV/0!", "#ERROR!", "#NOT CALCULATED!"):
        assert word in bad
