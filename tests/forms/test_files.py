"""What is no workbook, or a damaged, locked or huge one, is refused in words."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from workbooks import behind_a_password, packed, parts_of, refused

from qcrules.cli import main
from qcrules.errors import RecordError
from qcrules.forms import read
from qcrules.forms.archive import FORM
from qcrules.forms.workbook import MAX_SHEETS

ROOT = Path(__file__).parents[2]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.xls", OLD, ".xls is not read; open the file and save it as .xlsx"),
        ("x.ods", b"PK", ".ods is not read; open the file and save it as .xlsx"),
        ("x.xlsb", b"PK", ".xlsb is not read; open the file and save it as .xlsx"),
        ("x.xlsx", OLD, "this is the old .xls format; open it and save it as .xlsx"),
        (
            "x.xlsx",
            OLD + "EncryptedPackage".encode("utf-16-le"),
            "the workbook is encrypted; remove the password",
        ),
        ("x.xlsx", b"", "the file is empty"),
        ("x.xlsx", "форма: 1-mk".encode(), "this is no .xlsx workbook, or it is damaged or cut short"),
        ("x.xlsx", b"PK\x03\x04" + bytes(50), "this is no .xlsx workbook, or it is damaged or cut short"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    [said] = refused(tmp_path / name)
    assert said.startswith(f"{tmp_path / name}: {words}")


def test_no_file_and_a_folder(tmp_path):
    assert refused(tmp_path / "none.xlsx") == [f"{tmp_path / 'none.xlsx'}: there is no such file"]
    (tmp_path / "folder.xlsx").mkdir()
    assert refused(tmp_path / "folder.xlsx") == [
        f"{tmp_path / 'folder.xlsx'}: this is a folder; a file is expected"
    ]


@pytest.mark.long
@pytest.mark.parametrize("command", ["check", "batch"])
def test_a_workbook_whose_parts_have_a_password(tmp_path, capsys, command):
    path, out = tmp_path / "x.xlsx", tmp_path / "out.csv"
    path.write_bytes(behind_a_password((ROOT / "examples" / "monitoring-1mk.xlsx").read_bytes()))
    assert main([command, str(path), "-o", str(out), "--lang", "ru"]) == 2
    assert capsys.readouterr().err == f"{path}: книга защищена паролем; снимите его\n"
    assert not out.exists()


def test_a_workbook_of_too_many_sheets(filled, capsys):
    parts = parts_of(filled.save())
    [sheet] = re.findall(rb"<sheet [^>]*/>", parts["xl/workbook.xml"])
    more = b"".join(sheet.replace("Форма".encode(), b"%d" % number) for number in range(MAX_SHEETS))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(sheet, sheet + more)
    filled.path.write_bytes(packed(parts))
    assert main(["check", str(filled.path), "--lang", "ru"]) == 2
    said = "в книге больше 100 листов: это не отчёты; удалите лишнее"
    assert capsys.readouterr().err == f"{filled.path}: {said}\n"


_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("value", "kind", "told"),
    [("=1+1", "f", "formula `=1+1` was not"), ("#REF!", "e", "the error #REF!"), ("много", "s", "`много`")],
)
def test_a_workbook_whose_tags_have_a_prefix(filled, value, kind, told):
    """As other programs than Excel write it: the same cell is wrong for the same reason."""
    cell = filled.cell("4.2", 1)
    cell.value, cell.data_type = value, kind
    parts = parts_of(filled.save())
    [wrong] = refused(filled.path)
    assert f"{cell.coordinate}: " in wrong
    assert told in wrong
    for name in (name for name in parts if _MAIN in parts[name]):
        tagged = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", parts[name])
        parts[name] = tagged.replace(_MAIN, _MAIN.replace(b"xmlns", b"xmlns:x"))
    filled.path.write_bytes(packed(parts))
    assert refused(filled.path) == [wrong]


def test_a_workbook_that_a_library_cannot_read_is_told_in_our_words(filled, capsys):
    parts = parts_of(filled.save())
    parts["xl/sharedStrings.xml"] = b"<sst><si><t>"
    filled.path.write_bytes(packed(parts))
    assert main(["check", str(filled.path), "--lang", "ru"]) == 2
    said = "книга не читается: она повреждена; сохраните книгу ещё раз как .xlsx"
    assert capsys.readouterr().err == f"{filled.path}: {said}\n"


@pytest.mark.parametrize("kept", [0.1, 0.99])
def test_a_file_cut_short(filled, kept):
    data = filled.save().read_bytes()
    filled.path.write_bytes(data[: int(len(data) * kept)])
    assert "damaged or cut short" in refused(filled.path)[0]


@pytest.mark.long
def test_a_damaged_byte(filled):
    """Whatever byte is damaged, the file is read or refused in words."""
    data = filled.save().read_bytes()
    for at in range(0, len(data), max(1, len(data) // 15)):
        filled.path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        with suppress(RecordError):
            read(filled.path)


def test_an_archive_of_something_else(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(packed({"word/document.xml": "<x/>"}))
    assert "the archive holds no Excel workbook" in refused(tmp_path / "x.xlsx")[0]


def test_a_sheet_that_is_named_and_not_there(filled):
    parts = parts_of(filled.save())
    del parts["xl/worksheets/sheet1.xml"]
    filled.path.write_bytes(packed(parts))
    assert "sheet «Форма» is named in the workbook and is not in the file" in refused(filled.path)[0]


@pytest.mark.long
def test_a_zip_bomb_is_not_unpacked(filled):
    parts = parts_of(filled.save()) | {"xl/media/image1.png": bytes(FORM.unpacked + 1)}
    filled.path.write_bytes(packed(parts))
    assert len(filled.path.read_bytes()) < 1_000_000
    assert "the workbook unpacks to more than 64 MB" in refused(filled.path)[0]


def test_too_many_parts(tmp_path):
    parts = {f"xl/{number}.xml": "" for number in range(FORM.parts + 1)}
    (tmp_path / "x.xlsx").write_bytes(packed(parts))
    assert "or 2000 parts" in refused(tmp_path / "x.xlsx")[0]


def test_a_huge_file(tmp_path):
    with (tmp_path / "x.xlsx").open("wb") as file:
        file.truncate(FORM.file + 1)
    assert "larger than 20 MB" in refused(tmp_path / "x.xlsx")[0]


@pytest.mark.parametrize("far", ["A1048576", "XFD1"])
def test_a_stray_far_cell_costs_no_memory(filled, far):
    filled.sheet[far] = 1
    assert "sheet «Форма» has more than 5000 rows or 400 columns" in refused(filled.save())[0]


def test_a_document_type_is_refused(filled):
    parts = parts_of(filled.save())
    sheet = parts["xl/worksheets/sheet1.xml"]
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"^(<\?xml.*?\?>)?", rb"\1" + bomb, sheet, count=1)
    filled.path.write_bytes(packed(parts))
    assert "sheet «Форма» is damaged" in refused(filled.path)[0]


def test_without_the_extra_it_says_what_to_install(filled, monkeypatch, capsys):
    filled.save()
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    form = ["form", "1-mk", "--year", "2014", "--month", "1", "-o", str(filled.path.with_name("new.xlsx"))]
    for arguments in (["check", str(filled.path)], form):
        assert main([*arguments, "--lang", "ru"]) == 2
        words = "для форм Excel нужна дополнительная часть: pip install 'qcrules[excel]'\n"
        assert capsys.readouterr().err == words


def test_on_the_command_line_it_is_status_two(filled, capsys):
    cell = filled.cell("1.1", 2)
    cell.value = "много"
    good = filled.path.with_name("good.yaml")
    good.write_text("inspection: {kind: planned}\nas_of: 2014-01-01\n", encoding="utf-8")
    assert main(["check", str(filled.save()), str(good), "--lang", "ru"]) == 2
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        f"{filled.path}:'Форма'!{cell.coordinate}: текст вместо числа: `много`; нужно целое число, ноль или больше"
    ]
    assert "good.yaml" in said.out
