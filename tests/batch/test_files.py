"""Registers in files: every row comes out or is rejected with a reason; a broken run leaves nothing."""
# ruff: noqa: E402

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from runs import RULE

from qcrules.batch import run as running
from qcrules.batch.files import chunks
from qcrules.batch.job import Job
from qcrules.batch.moves import moved, verdicts_of
from qcrules.batch.run import run
from qcrules.cli import main
from qcrules.errors import UsageError

JOB = Job(as_of=date(2014, 6, 1), contested=False)
REGISTER = """№ дела;Дата приказа;Тип;извещение.вручено
1;01.03.2014;П;2014-03-05
2;02.03.2014;В;
3;32.03.2014;П;
4;02.03.2014;П;;лишнее
5;02.03.2014;Ж;
"""
MAPPING = """столбцы:
  "№ дела": id
  Дата приказа: {термин: приказ.издан, формат: "%d.%m.%Y"}
  Тип: {термин: вид, слова: {П: плановая, В: внеплановая}}
"""


def register(folder: Path, encoding: str = "cp1251") -> Path:
    file = folder / "register.csv"
    file.write_bytes(REGISTER.encode(encoding))
    return file


def csv(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa_csv.read_csv(file).to_pylist()
    return found


def many(rows: int) -> Any:
    return pa.RecordBatch.from_pydict(
        {
            "id": [str(n) for n in range(rows)],
            "kind": ["planned"] * rows,
            "order.issued_on": [date(2014, 3, 1)] * rows,
        }
    )


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig"])
def test_rows_in_are_rows_out_and_rejects(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    job = JOB.mapped(str(tmp_path / "map.yaml"))
    summary = run(job, [register(tmp_path, encoding)], tmp_path / "out.csv", tmp_path / "bad.csv")
    assert (summary.rows, summary.rejected) == (5, 3)
    assert [row["id"] for row in csv(tmp_path / "out.csv")] == [1, 2]
    reasons = [row["reason"] for row in csv(tmp_path / "bad.csv")]
    assert "32.03.2014" in reasons[0]
    assert "5 cells, where there are 4 columns" in reasons[1]
    assert "Ж" in reasons[2]


def test_lines_of_json_are_mapped_as_columns_are(tmp_path: Path) -> None:
    lines: list[dict[str, Any]] = [
        {"№ дела": 1, "Тип": "П", "Вручено": "05.03.2014 10:30", "приказ вручён": "2014-04-02", "Стр": 7},
        {"№ дела": 2, "Тип": "П", "Вручено": "01.03.2014 00:00", "приказ вручён": "2014-04-02"},
        {"№ дела": 3, "Тип": "П", "Вручено": None, "приказ вручён": "2014-04-02"},
        {"№ дела": 4, "Тип": "П", "вид": "плановая"},
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (tmp_path / "map.yaml").write_text(
        MAPPING.partition("  Дата")[0]
        + "  Тип: {термин: вид, слова: {П: плановая}}\n"
        + '  Вручено: {термин: извещение.вручено, формат: "%d.%m.%Y %H:%M"}\nперенести: [Стр]\n',
        encoding="utf-8",
    )
    job = JOB.mapped(str(tmp_path / "map.yaml"))
    run(job, [tmp_path / "x.jsonl"], tmp_path / "out.csv", tmp_path / "bad.csv")
    found = [(row["id"], row["Стр"], row[RULE]) for row in csv(tmp_path / "out.csv")]
    assert found == [(1, 7, "violated"), (2, None, "compliant"), (3, None, "violated")]
    [bad] = csv(tmp_path / "bad.csv")
    assert (bad["row"], bad["id"], bad["reason"]) == (4, 4, "`вид` is given twice")


def test_a_field_beside_its_record_in_a_line_is_told(tmp_path: Path) -> None:
    line = '{"inspection": {"kind": "planned"}, "act": {}}'
    (tmp_path / "x.jsonl").write_text(line, encoding="utf-8")
    run(JOB, [tmp_path / "x.jsonl"], tmp_path / "out.csv", tmp_path / "bad.csv")
    [bad] = csv(tmp_path / "bad.csv")
    assert bad["reason"] == "`act` stands beside `inspection`, where the fields of a record stand under it"


@pytest.mark.long
def test_rejects_name_the_line_that_a_person_would_open(tmp_path: Path) -> None:
    good, bad, ragged = "1,2014-03-01", "2,2014-02-30", "3"
    for lines in ([bad, ragged, good, bad, ragged, ragged, bad], [ragged, bad], [good, ragged], [ragged]):
        (tmp_path / "x.csv").write_text("\n".join(["id,order.issued_on", *lines]) + "\n")
        run(JOB, [tmp_path / "x.csv"], tmp_path / "out.csv", tmp_path / "bad.csv")
        found = sorted(row["row"] for row in csv(tmp_path / "bad.csv"))
        assert found == [number for number, line in enumerate(lines, 2) if line != good]
    records = [
        '{"id": "1", "kind": "plannd"}',
        "",
        "{bad",
        "[1]",
        '{"kind": "planned"}',
        '{"kind": "plannd"}',
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(records))
    run(JOB, [tmp_path / "x.jsonl"], tmp_path / "out.jsonl", tmp_path / "bad.csv")
    assert sorted(row["row"] for row in csv(tmp_path / "bad.csv")) == [1, 3, 4, 6]


def test_a_register_is_never_written_over(tmp_path: Path) -> None:
    source = register(tmp_path)
    for out, rejects in (
        (source, tmp_path / "bad.csv"),
        (tmp_path / "o.csv", source),
        (tmp_path / "o.csv",) * 2,
    ):
        with pytest.raises(UsageError):
            run(JOB, [source], out, rejects)
    assert source.read_bytes() == REGISTER.encode("cp1251")


def test_a_link_stays_a_link_and_keeps_its_permissions(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("before")
    real.chmod(0o640)
    link.symlink_to(real)
    run(JOB, [register(tmp_path)], link, tmp_path / "bad.csv")
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.read_text(encoding="utf-8-sig").startswith('"id"')


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl", ".xlsx"])
def test_a_number_of_sixteen_digits_is_refused_alike(tmp_path: Path, suffix: str) -> None:
    given, numbers = tmp_path / f"given{suffix}", [10**15 - 1, 10**15]
    table = pa.table({"id": ["1", "2"], "order.working_days": numbers})
    match suffix:
        case ".parquet":
            pq.write_table(table, given)
        case ".csv":
            pa_csv.write_csv(table, given)
        case ".jsonl":
            given.write_text("\n".join(f'{{"order": {{"working_days": {one}}}}}' for one in numbers))
        case ".xlsx":
            xlsxwriter = pytest.importorskip("xlsxwriter", reason="Excel needs the extra `excel`")
            pytest.importorskip("python_calamine", reason="Excel needs the extra `excel`")
            with xlsxwriter.Workbook(str(given)) as book:
                book.add_worksheet().write_column(0, 0, ["order.working_days", *numbers])
    assert run(JOB, [given], tmp_path / "out.csv", tmp_path / "bad.csv").rows == 2
    [bad] = csv(tmp_path / "bad.csv")
    assert (
        bad["reason"]
        == f"`order.working_days`: expected a whole number of not more than 15 digits, not `{10**15}`"
    )


@pytest.mark.long
@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl", ".xlsx"])
def test_every_kind_of_file_comes_and_goes(tmp_path: Path, suffix: str) -> None:
    if suffix == ".xlsx":
        pytest.importorskip("xlsxwriter", reason="Excel needs the extra `excel`")
        pytest.importorskip("python_calamine", reason="Excel needs the extra `excel`")
    source = tmp_path / "in.parquet"
    pq.write_table(pa.Table.from_batches([many(3)]), source)
    run(JOB, [source], tmp_path / f"out{suffix}", tmp_path / "bad.csv")
    assert not (tmp_path / "bad.csv").exists()
    given = tmp_path / f"given{suffix}"
    match suffix:
        case ".parquet":
            given = source
        case ".csv":
            pa_csv.write_csv(pa.Table.from_batches([many(3)]), given)
        case ".jsonl":
            lines = [{"inspection": {"kind": "planned", "order": {"issued_on": "2014-03-01"}, "id": "0"}}] * 3
            given.write_text("\n".join(map(json.dumps, lines)))
        case ".xlsx":
            import xlsxwriter

            book = xlsxwriter.Workbook(str(given))
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["id", "вид", "приказ.издан"])
            for row in range(1, 4):
                sheet.write_row(row, 0, [str(row), "плановая"])
                sheet.write_datetime(row, 2, date(2014, 3, 1), book.add_format({"num_format": "dd.mm.yyyy"}))
            book.close()
    run(JOB, [given], tmp_path / "again.parquet", tmp_path / "bad.csv")
    run(JOB, [source], tmp_path / "first.parquet", tmp_path / "bad.csv")
    again, first = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("again", "first"))
    assert again.drop_columns(["id"]).to_pylist() == first.drop_columns(["id"]).to_pylist()


@pytest.mark.long
def test_items_in_numbered_columns(tmp_path: Path) -> None:
    wide, nested = tmp_path / "wide.csv", tmp_path / "nested.csv"
    wide.write_text(
        "id,order.issued_on,grounds[1].kind,grounds[2].kind\n1,2014-03-01,plan,complaint\n2,2014-03-01,,\n"
    )
    nested.write_text(
        'id,order.issued_on,grounds\n1,2014-03-01,"[{""kind"":""plan""},{""kind"":""complaint""}]"\n2,2014-03-01,\n'
    )
    for name, file in (("a", wide), ("b", nested)):
        run(JOB, [file], tmp_path / f"{name}.parquet", tmp_path / "bad.csv")
    one, other = (pq.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in "ab")
    assert one == other
    assert one[0]["p05-ground"] != one[1]["p05-ground"]


@pytest.mark.long
def test_processes_change_nothing(tmp_path: Path) -> None:
    files = [tmp_path / f"in-{number}.parquet" for number in range(3)]
    for number, file in enumerate(files, 1):
        pq.write_table(pa.Table.from_batches([many(50 * number)]), file)
    for processes in (1, 2):
        run(JOB, files, tmp_path / f"{processes}.parquet", tmp_path / "bad.csv", processes=processes)
    assert pq.read_table(tmp_path / "1.parquet") == pq.read_table(tmp_path / "2.parquet")


def test_a_run_broken_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "work", stop)
    with pytest.raises(KeyboardInterrupt):
        run(JOB, [register(tmp_path)], tmp_path / "out.csv", tmp_path / "bad.csv")
    assert [file.name for file in tmp_path.iterdir()] == ["register.csv"]


def test_what_moved_between_two_runs() -> None:
    before = pa.table({"id": ["1", "2", "3"], "p": ["violated", "compliant", "pending"]})
    after = pa.table({"id": ["3", "2", "4"], "p": ["violated", "compliant", "pending"]})
    found = moved(before, after)
    assert (found.came, found.went, found.repeated) == (1, 1, [])
    assert found.verdicts.to_pylist() == [{"id": "3", "rule": "p", "before": "pending", "after": "violated"}]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.tsv", "id\n", r"\.parquet, \.csv, \.xlsx, \.jsonl, \.ndjson can be compared"),
        ("x.csv", "", "the file is empty"),
        ("x.csv", "a,b\n1,2\n", "there is no column id"),
        ("x.csv", "id,p10-planned-notice\n1,\n", "no column has those of a rule"),
        ("x.jsonl", '{"id": "1", "p10-planned-notice": 5}\n', "no column has those of a rule"),
    ],
)
def test_what_holds_no_verdicts_is_told(tmp_path: Path, name: str, content: str, why: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UsageError, match=why):
        verdicts_of(tmp_path / name)


def test_verdicts_that_excel_has_saved_again_are_compared(tmp_path: Path) -> None:
    (tmp_path / "again.csv").write_bytes("номер;p10-planned-notice\r\n1;нарушение\r\n".encode("cp1251"))
    assert verdicts_of(tmp_path / "again.csv").to_pylist() == [{"id": "1", "p10-planned-notice": "нарушение"}]
    (tmp_path / "again.csv").write_text("id,p10-planned-notice\n1,violated\n2\n")
    with pytest.raises(UsageError, match=r"again\.csv: row 3: 1 cells, where there are 2 columns"):
        verdicts_of(tmp_path / "again.csv")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_run_over_a_register_without_rows_is_compared_with(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "none.csv").write_text("id,kind\n")
    (tmp_path / "one.csv").write_text("id,kind\n1,planned\n")
    before, after = str(tmp_path / f"before{suffix}"), str(tmp_path / "after.csv")
    assert main(["batch", str(tmp_path / "none.csv"), "-o", before]) == 0
    assert main(["batch", str(tmp_path / "one.csv"), "-o", after, "--against", before, "--lang", "en"]) == 0
    assert "Rows that came: 1; that went: 0" in capsys.readouterr().out


@pytest.mark.long
def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    file, out = str(register(tmp_path)), str(tmp_path / "out.csv")
    arguments = ["--map", str(tmp_path / "map.yaml"), "--as-of", "2014-06-01", "--lang", "ru"]
    assert main(["batch", file, "-o", out, *arguments]) in (0, 1)
    said = capsys.readouterr()
    assert "Строк 5: проверено 2, отклонено 3" in said.out
    assert "out.rejects.csv" in said.err
    assert main(["batch", file, "-o", str(tmp_path / "two.csv"), "--against", out, *arguments]) in (0, 1)
    assert "Изменилось вердиктов: 0" in capsys.readouterr().out
    for flag, column in (("--verdicts", "спорные правила"), ("--findings", "вывод")):
        assert main(["batch", file, "-o", out, flag, *arguments]) in (0, 1)
        assert column in Path(out).read_text(encoding="utf-8").splitlines()[0]


def test_a_guessed_mapping_names_what_it_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", str(register(tmp_path)), "--guess-map", "--lang", "ru"]) == 0
    said = capsys.readouterr().out
    assert '"№ дела": id' in said
    assert 'Дата приказа: "?"  # одно из: приказ.издан, ' in said
    assert "# Тип: ?" in said


def test_a_mapping_is_guessed_from_lines_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"№ дела": 1}\n[1]\n{"x": {"a": 1}, "Вид проверки": "плановая"}\n', encoding="utf-8")
    assert main(["batch", str(file), "--guess-map", "--lang", "ru"]) == 0
    assert capsys.readouterr().out == 'столбцы:\n  "№ дела": id\n  # x: ?\n  Вид проверки: вид\n'
    for nothing in ("", "[1]\n"):
        file.write_text(nothing)
        assert main(["batch", str(file), "--guess-map", "--lang", "ru"]) == 2
        assert capsys.readouterr().err.endswith("x.jsonl: в файле нет записей\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["x.csv", "-o", "o.csv", "--verdicts", "--findings"],
        ["nowhere.csv", "-o", "o.csv"],
        ["x.doc", "-o", "o.csv"],
        ["x.csv", "-o", "o.doc"],
        ["x.csv"],
        ["x.csv", "-o", "o.csv", "--sheet", "x"],
        ["x.csv", "-o", "nowhere/o.csv"],
        [".", "-o", "o.csv"],
    ],
)
def test_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_text("id\n1\n")
    assert main(["batch", *arguments, "--lang", "ru"]) == 2
    said = capsys.readouterr().err
    assert not re.search("[A-Z][a-z]+ [a-z]+ [a-z]+", said), "nothing of Python's, in English"
    assert [file.name for file in tmp_path.iterdir()] == ["x.csv"]


def test_a_report_takes_the_place_of_nothing_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = str(register(tmp_path)), str(tmp_path / "out.csv")
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    for report in (source, out, str(tmp_path / "map.yaml"), str(tmp_path / "out.rejects.csv")):
        how = ["--map", str(tmp_path / "map.yaml"), "--report", report]
        assert main(["batch", source, "-o", out, *how, "--lang", "en"]) == 2
        assert "needs a file of its own" in capsys.readouterr().err
    assert Path(source).read_bytes() == REGISTER.encode("cp1251")


def test_a_page_is_written_where_a_browser_opens_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out, page = str(register(tmp_path)), tmp_path / "out.csv", str(tmp_path / "page.doc")
    assert main(["batch", source, "-o", str(out), "--report", page, "--lang", "ru"]) == 2
    assert capsys.readouterr().err.strip().endswith("page.doc: здесь пишется страница; назовите файл .html")
    assert not out.exists(), "nothing is run first"


@pytest.mark.parametrize("report", ["verdicts", "findings"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_a_register_without_rows_is_answered_by_a_file_without_rows(
    tmp_path: Path, suffix: str, report: str
) -> None:
    (tmp_path / "x.csv").write_text("id,kind,order_handed_at,subject.name\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text("columns: {kind: kind}\ncarry: [subject.name]\n", encoding="utf-8")
    out = tmp_path / f"out{suffix}"
    for how in ((), ("--map", str(tmp_path / "map.yaml"))):
        assert main(["batch", str(tmp_path / "x.csv"), "-o", str(out), f"--{report}", *how]) == 0
        [chunk] = [*chunks(out)] or [None]
        assert chunk is None or len(chunk.lines) == 0
        assert out.stat().st_size > 0
