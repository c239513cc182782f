"""The annotated workbook: findings on their cells, and nothing else changed."""

from __future__ import annotations

import datetime
import zipfile

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.comments import Comment

from qcrules.cli import main
from qcrules.forms import read
from qcrules.forms.patch import Patch

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"


@pytest.fixture
def late(filled):
    """Handed in a week late, by a body of its own words."""
    filled.at("Представлен").value = datetime.datetime(2014, 5, 12, 10, 0)
    return filled


def annotated(filling, *options):
    out = filling.path.with_name("out.xlsx")
    before = filling.save().read_bytes()
    status = main(
        [
            "check",
            str(filling.path),
            "--annotate",
            str(out),
            "--as-of",
            "2014-06-01",
            "--lang",
            "ru",
            *options,
        ]
    )
    assert filling.path.read_bytes() == before
    return status, out


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


ADDED = ("Замечания", "Findings")
"""What the sheet of findings is called, which every annotated workbook gains."""


def values(path):
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(path)
        if sheet.title not in ADDED
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def colours(path, sheet="Форма"):
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in openpyxl.load_workbook(path)[sheet].iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in (RED, YELLOW)
    }


def test_a_violation_is_red_and_says_why(late):
    status, out = annotated(late)
    assert status == 1
    cell = late.at("Представлен").coordinate
    assert colours(out)[cell] == RED
    note = openpyxl.load_workbook(out)["Форма"][cell].comment
    assert note.text.startswith("Нарушение · п.25\n")
    assert "12.05.2014" in note.text


def test_a_sum_that_does_not_add_up_is_marked_in_its_column(late):
    late.cell("1", 2).value = 999
    _, out = annotated(late)
    marked, sheet = colours(out), openpyxl.load_workbook(out)["Форма"]
    total, *of_parts = (late.cell(row, 2).coordinate for row in ("1", "1.1", "1.2"))
    assert marked[total] == RED
    assert sheet[total].comment.text.startswith("Нарушение (спорно) · форма 1-мк стр.1\n")
    assert not set(of_parts) & set(marked), "what does not add up is the total"
    assert late.cell("1", 3).coordinate not in marked
    assert late.cell("7", 2).coordinate not in marked


@pytest.mark.long
def test_a_blank_cell_that_a_sum_needs_is_yellow(late):
    late.cell("10.2", 3).value = None
    _, out = annotated(late)
    assert colours(out)[late.cell("10.2", 3).coordinate] == YELLOW
    assert late.cell("10.1", 3).coordinate not in colours(out)


@pytest.mark.long
def test_what_is_not_known_is_yellow(late):
    late.at("Кто представляет: вид").value = None
    _, out = annotated(late)
    cell = late.at("Кто представляет: вид").coordinate
    assert colours(out)[cell] == YELLOW
    assert openpyxl.load_workbook(out)["Форма"][cell].comment.text.startswith("Недостаточно данных · ")


@pytest.mark.long
def test_everything_else_is_untouched(late):
    _, out = annotated(late)
    assert values(out) == values(late.path)
    before, after = parts(late.path), parts(out)
    assert list(after)[: len(before)] == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/drawings/legacyDrawing1.vml",
        "[Content_Types].xml",
        "xl/workbook.xml",  # one more sheet
        "xl/_rels/workbook.xml.rels",
    }
    sheets = [openpyxl.load_workbook(path)["Форма"] for path in (late.path, out)]
    marked = colours(out)
    for row in sheets[0].iter_rows():
        for old in row:
            new = sheets[1][old.coordinate]
            for look in ("number_format", "font", "border", "alignment", "protection"):
                assert repr(getattr(new, look)) == repr(getattr(old, look))
            if old.coordinate not in marked:
                assert repr(new.fill) == repr(old.fill)
                assert (new.comment and new.comment.text) == (old.comment and old.comment.text)
    assert sheets[0].merged_cells.ranges == sheets[1].merged_cells.ranges
    assert len(sheets[0].data_validations.dataValidation) == len(sheets[1].data_validations.dataValidation)


@pytest.mark.long
def test_an_annotated_workbook_is_the_same_report(late):
    _, out = annotated(late)
    assert read(out)[0].record == read(late.path)[0].record


def test_a_form_as_excel_writes_it(tmp_path, written):
    """Straight from the writer: notes are in it already, and stay."""
    path, out = tmp_path / "form.xlsx", tmp_path / "out.xlsx"
    path.write_bytes(written["1-mk"])
    assert main(["check", str(path), "--annotate", str(out), "--as-of", "2014-06-01"]) in (0, 1)
    before, after = (openpyxl.load_workbook(one)["Форма"] for one in (path, out))
    for row in before.iter_rows():
        for cell in row:
            if cell.comment:
                assert after[cell.coordinate].comment.text == cell.comment.text
    assert colours(out)


@pytest.mark.long
def test_a_note_of_someone_else_is_kept(late):
    late.at("Представлен").comment = Comment("Звонили, обещали.", "инспектор")
    _, out = annotated(late)
    note = openpyxl.load_workbook(out)["Форма"][late.at("Представлен").coordinate].comment
    assert note.text.startswith("Звонили, обещали.\n\nНарушение · п.25\n")
    assert note.author == "инспектор"


def test_a_workbook_without_any_notes(late):
    for row in late.sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell):
                cell.comment = None
    _, out = annotated(late)
    assert openpyxl.load_workbook(out)["Форма"][late.at("Представлен").coordinate].comment
    assert values(out) == values(late.path)


@pytest.mark.long
def test_a_sheet_lists_every_finding_under_a_legend(late):
    _, out = annotated(late)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[-1] == "Замечания"
    sheet = book["Замечания"]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    start = rows.index(["Лист", "Ячейка", "Что это", "Замечание"])
    assert [sheet.cell(row, 1).fill.fgColor.rgb for row in (1, 2)] == [RED, YELLOW]
    assert sheet.freeze_panes == f"A{start + 2}"
    for number, (name, cell, title, words) in enumerate(rows[start + 1 :], start + 2):
        note = book[name][cell].comment.text
        assert title in note
        assert words in note
        assert sheet.cell(number, 2).fill.fgColor.rgb == colours(out)[cell]
    notes = [cell.comment.text for row in book["Форма"].iter_rows() for cell in row if cell.comment]
    assert len(rows) - start - 1 == sum(" · " in line for note in notes for line in note.splitlines()) - sum(
        "см. примечание" in line for note in notes for line in note.splitlines()
    )
    again = out.with_name("again.xlsx")
    main(["check", str(out), "--annotate", str(again), "--lang", "ru"])
    assert openpyxl.load_workbook(again).sheetnames[-2:] == ["Замечания", "Замечания 2"]


@pytest.mark.long
def test_parts_that_nobody_here_knows_stay(late):
    """Pictures, macros, other people's XML: to the byte."""
    late.save()
    strange = {"xl/media/seal.png": bytes(range(256)), "customXml/item1.xml": b"<any>\r\n</any>"}
    with zipfile.ZipFile(late.path, "a") as archive:
        for name, body in strange.items():
            archive.writestr(name, body)
    out = late.path.with_name("out.xlsx")
    main(["check", str(late.path), "--annotate", str(out), "--as-of", "2014-06-01"])
    after = parts(out)
    assert {name: after[name] for name in strange} == strange
    assert values(out) == values(late.path)


@pytest.mark.long
def test_each_report_of_a_workbook_gets_its_own(late):
    late.book.copy_worksheet(late.sheet).title = "Форма (2)"
    late.sheet = late.book["Форма (2)"]
    late.at("Представлен").value = datetime.datetime(2014, 5, 2)
    cell = late.at("Представлен").coordinate
    status, out = annotated(late)
    assert status == 1
    assert colours(out)[cell] == RED
    assert colours(out, "Форма (2)").get(cell) != RED


def test_a_cell_that_is_not_there_comes_to_be(late):
    """A blank cell that the file leaves out is given a place among its neighbours."""
    late.save()
    data = parts(late.path)
    target = late.at("Кто представляет: вид")
    target.value = None
    late.save()
    sheet = parts(late.path)["xl/worksheets/sheet1.xml"]
    one = next(
        cell
        for row in Patch(sheet).root.find("sheetData").all("row")
        for cell in row.all("c")
        if cell.attributes["r"] == target.coordinate
    )
    data["xl/worksheets/sheet1.xml"] = sheet[: one.start] + sheet[one.inside if one.closed else one.end + 4 :]
    with zipfile.ZipFile(late.path, "w") as archive:
        for name, body in data.items():
            archive.writestr(name, body)
    out = late.path.with_name("out.xlsx")
    main(["check", str(late.path), "--annotate", str(out), "--as-of", "2014-06-01"])
    assert colours(out)[target.coordinate] == YELLOW


@pytest.mark.parametrize("files", [["a.yaml"], ["a.xlsx", "b.xlsx"]])
def test_only_one_workbook_can_be_annotated(capsys, files):
    assert main(["check", *files, "--annotate", "out.xlsx", "--lang", "ru"]) == 2
    assert capsys.readouterr().err == "--annotate: нужна ровно одна книга .xlsx\n"


@pytest.mark.long
def test_damaged_notes_are_refused_in_words(late, capsys):
    data = parts(late.save())
    name = next(name for name in data if name.startswith("xl/comments"))
    with zipfile.ZipFile(late.path, "w") as archive:
        for part, body in data.items():
            archive.writestr(part, body[:-20] if part == name else body)
    out = late.path.with_name("out.xlsx")
    assert main(["check", str(late.path), "--annotate", str(out), "--lang", "ru"]) == 2
    assert capsys.readouterr().err.endswith(
        "стили или примечания книги повреждены; сохраните её ещё раз как .xlsx\n"
    )
    assert not out.exists()


def test_where_it_cannot_be_read_nothing_is_written(late, capsys):
    late.cell("1.1", 1).value = "x"
    status, out = annotated(late)
    assert status == 2
    assert not out.exists()


# -- the patch itself -------------------------------------------------------------------------------------------


def test_a_patch_changes_only_what_it_is_told():
    data = b'<?xml version="1.0"?>\n<x:a one="1"  two=\'2\' ><x:b/><x:c z="&gt;">t &amp; u</x:c></x:a>\n'
    patch = Patch(data)
    assert patch.done() == data
    b, c = patch.root.find("b"), patch.root.find("c")
    patch.append(b, "<x:d/>")
    patch.set(c, z="5", s="7")
    patch.append(patch.root, "<x:e/>")
    assert patch.done() == (
        b'<?xml version="1.0"?>\n<x:a one="1"  two=\'2\' >'
        b'<x:b><x:d/></x:b><x:c s="7" z="5">t &amp; u</x:c><x:e/></x:a>\n'
    )
    assert patch.source(c, z="1") == '<x:c z="1">t &amp; u</x:c>'
