"""How a register is read: its encoding, its quotation marks, its workbook; what is damaged or no register is told."""
# ruff: noqa: E402

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
import pyarrow.parquet as pq
from prove.makers import ods, ods_row

from qcrules import forms
from qcrules.batch.files import MAX_LINE, chunks
from qcrules.batch.job import Job
from qcrules.batch.moves import verdicts_of
from qcrules.batch.run import run
from qcrules.cli import main
from qcrules.errors import InputError, UsageError

JOB = Job(as_of=date(2014, 6, 1), contested=False)
HEAD = "id,kind,order_handed_at,subject.name\n"


@pytest.mark.parametrize(
    ("part", "content", "why"),
    [
        ("xl/worksheets/sheet1.xml", b'<c r="XFD1048576"/>', "1048576 rows of 16384 columns"),
        ("xl/workbook.xml", b"<!DOCTYPE x>", "holds no Excel workbook"),
        ("xl/sharedStrings.xml", b"<sst><si><t>", "cannot be read"),
    ],
)
def test_a_workbook_that_would_fill_the_memory_or_is_damaged_is_refused(
    tmp_path: Path, part: str, content: bytes, why: str
) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="Excel needs the extra `excel`")
    pytest.importorskip("python_calamine", reason="Excel needs the extra `excel`")
    book = xlsxwriter.Workbook(str(tmp_path / "whole.xlsx"))
    book.add_worksheet().write_row(0, 0, ["id", "вид"])
    book.close()
    with (
        zipfile.ZipFile(tmp_path / "whole.xlsx") as whole,
        zipfile.ZipFile(tmp_path / "x.xlsx", "w") as spoilt,
    ):
        for name in whole.namelist():
            data = whole.read(name)
            if name == part:
                data = (
                    data.replace(b"</sheetData>", content + b"</sheetData>")
                    if b"<sheetData>" in data
                    else content
                )
            spoilt.writestr(name, data)
    with pytest.raises(UsageError, match=why):
        run(JOB, [tmp_path / "x.xlsx"], tmp_path / "out.csv", tmp_path / "bad.csv")


@pytest.mark.long
def test_a_workbook_of_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in a process of its own, which is refused more memory and more time than it should need."""
    ods(ods_row(("id", "kind")) + ods_row(("1", "planned")))(tmp_path / "in.ods")
    (chunk,) = chunks(tmp_path / "in.ods")
    assert isinstance(chunk.rows, pa.RecordBatch)
    assert chunk.rows.to_pylist() == [{"id": "1", "kind": "planned"}]
    with pytest.raises(UsageError, match="no sheet"):
        list(chunks(tmp_path / "in.ods", "other"))
    (tmp_path / "bad.ods").write_bytes(b"PK" + bytes(100))
    with pytest.raises(InputError, match="cannot be read"):
        list(chunks(tmp_path / "bad.ods"))
    monkeypatch.setattr(forms.register, "BOX_SECONDS", 0)
    with pytest.raises(InputError, match="within 2048 MB of memory and 0 seconds"):
        list(chunks(tmp_path / "in.ods"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_lines_of_json_in_the_encodings_of_csv(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": "1", "вид": "плановая"}\n', encoding=encoding)
    (chunk,) = chunks(tmp_path / "x.jsonl")
    assert chunk.rows == [{"id": "1", "вид": "плановая"}]


@pytest.mark.long
def test_a_row_of_too_many_cells_keeps_its_id(tmp_path: Path) -> None:
    rows = '1,planned\n2;planned,2014-04-02,A,B\n"3\n4",planned,x,y,z\n5,planned,2014-04-02,A\n'
    (tmp_path / "x.csv").write_text(HEAD + rows, encoding="utf-8")
    (tmp_path / "y.csv").write_text(HEAD.replace("id", "Дело") + rows, encoding="utf-8")
    (tmp_path / "map.yaml").write_text("columns: {Дело: id, kind: kind}\n", encoding="utf-8")
    bad = tmp_path / "bad.jsonl"
    for name, how in (("x", ()), ("y", ("--map", str(tmp_path / "map.yaml")))):
        file, out = str(tmp_path / f"{name}.csv"), str(tmp_path / "out.jsonl")
        assert main(["batch", file, "-o", out, "--rejects", str(bad), *how]) == 0
        told = [json.loads(line)["id"] for line in bad.read_text("utf-8").splitlines()]
        assert told == ["1", "2;planned", "3 4"]


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ('1,planned,2014-04-02,A\n2,planned,"2014-04-02,B\n3,planned,2014-04-02,C\n', 3),
        ('1,planned,2014-04-02,A\n2,planned,2014-04-02,"B\n3,planned,2014-04-02,C\n', 3),
        ('1,planned,2014-04-02,5"\n2,planned,2014-04-02,"B\nC"\n', None),
        ('1,planned,2014-04-02,"B\nC"\n2,planned,2014-04-02,5"\n', None),
        ('1,planned,2014-04-02,"B\nC"\n2,planned\n', None),
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(
    tmp_path: Path, rows: str, row: int | None
) -> None:
    (tmp_path / "x.csv").write_text(HEAD + rows)
    if row is None:
        assert sum(len(chunk.lines) + len(chunk.broken) for chunk in chunks(tmp_path / "x.csv")) == 2
        return
    with pytest.raises(UsageError, match=f"x.csv: row {row}: a quotation mark is not closed"):
        list(chunks(tmp_path / "x.csv"))


def test_the_encoding_is_that_of_the_whole_file(tmp_path: Path) -> None:
    many = (HEAD + "1,planned,2014-04-02,A\n" * 50_000).encode()
    (tmp_path / "x.csv").write_bytes(many + "2,плановая,02.04.2014,Б\n".encode("cp1251"))
    *_, last = chunks(tmp_path / "x.csv")
    assert last.rows.column(1)[-1].as_py() == "плановая"  # type: ignore[union-attr]
    (tmp_path / "x.csv").write_bytes("id,вид\n".encode() + many + "2,пл\n".encode("cp1251"))
    with pytest.raises(UsageError, match="line 50003 is no UTF-8"):
        list(chunks(tmp_path / "x.csv"))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.jsonl", '[{"id": "1"}, {"id": "2"}]', "one JSON for the whole file"),
        ("x.jsonl", '{\n  "id": "1"\n}\n', "one JSON for the whole file"),
        ("x.jsonl", "{" * (MAX_LINE + 1), "line 1 is longer than 4 million characters"),
        ("x.parquet", "id,kind\n", "is no Parquet"),
        ("x.parquet", "PAR1, and what was not written any more", "is no Parquet, or is damaged"),
        ("x.csv", "\ufeffid".encode("utf-16-le") + b"\0", "is neither UTF-8 nor UTF-16 nor cp1251"),
        ("x.csv", ",".join(map(str, range(4097))), "there are more than 4096 columns"),
        ("x.csv", "a" * 131_073, "a cell of it is longer than 131072 characters"),
    ],
)
def test_what_another_kind_of_file_is_told_as(
    tmp_path: Path, name: str, content: str | bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UsageError, match=why):
        list(chunks(tmp_path / name))


def both_ways(file: Path) -> set[str]:
    """What is told of a file as a register, and as the verdicts of an earlier run."""
    told = set()
    for read in (lambda: list(chunks(file)), lambda: verdicts_of(file)):
        with pytest.raises(UsageError) as refused:
            read()
        told.add(refused.value.words("ru"))
    return told


@pytest.mark.parametrize("at", [100, 220, -300, -30])
def test_a_damaged_parquet_is_told_in_our_words(tmp_path: Path, at: int) -> None:
    """Wherever the damage is; the library has an English sentence for each place."""
    file = tmp_path / "x.parquet"
    pq.write_table(pa.table({"id": ["1", "2"] * 20, "вид": ["плановая", "плановая"] * 20}), file)
    content = bytearray(file.read_bytes())
    content[at : at + 20] = b"\xee" * 20
    file.write_bytes(content)
    assert both_ways(file) <= {
        f"{file}: это не Parquet, или файл повреждён",
        f"{file}: столбец `id`: это не текст в UTF-8, или файл повреждён",
        f"{file}: столбец `вид`: это не текст в UTF-8, или файл повреждён",
    }


def test_a_parquet_of_texts_that_are_no_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.parquet"
    words = "плановая".encode("cp1251")
    ends = pa.array([0, len(words)], pa.int32()).buffers()[1]
    column = pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(words)])
    pq.write_table(pa.table({"id": ["1"], "вид": column}), file)
    assert both_ways(file) == {f"{file}: столбец `вид`: это не текст в UTF-8, или файл повреждён"}


@pytest.mark.parametrize("line", ["[1]", "1", '{"id": "1"'])
def test_a_wrong_line_of_earlier_verdicts_is_told(tmp_path: Path, line: str) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(f'{{"id": "1", "p1-back": "violated"}}\n{line}\n', "utf-8")
    with pytest.raises(UsageError, match="row 2: "):
        verdicts_of(file)
