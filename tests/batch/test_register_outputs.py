"""What a run over a register writes: verdicts, findings, rejects, what moved, in the language of the run."""
# ruff: noqa: E402

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from attrs import evolve

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
from runs import JOB, RULE, judged

from qcrules.batch.run import run
from qcrules.cli import main

REGISTER = "id,kind,notice.delivered_at,order_handed_at,who\n{}"
ROW = "{},planned,{},2014-04-02,{}\n"


def write(folder: Path, name: str, *rows: tuple[str, str]) -> Path:
    file = folder / name
    file.write_text(
        REGISTER.format("".join(ROW.format(id_, day, "=1+1") for id_, day in rows)), encoding="utf-8"
    )
    return file


@pytest.mark.long
def test_columns_that_go_through_keep_their_names_apart_and_begin_no_formula(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("столбцы: {id: id}\nперенести: [id, '=cmd', правило, нет]\n", encoding="utf-8")
    (tmp_path / "x.csv").write_text(
        "id,=cmd,правило,kind,order_handed_at,notice.delivered_at\n7,a,b,planned,2014-04-02,2014-03-05\n",
        encoding="utf-8",
    )
    how = ["batch", str(tmp_path / "x.csv"), "--map", str(mapping), "--lang", "ru", "--processes", "1"]
    how += ["--as-of", "2014-06-01"]
    assert main([*how, "-o", str(tmp_path / "out.csv")]) == 2
    assert f"{mapping}:2:12: столбца `нет` в файле" in capsys.readouterr().err
    mapping.write_text("столбцы: {id: id}\nперенести: [id, '=cmd', правило]\n", encoding="utf-8")
    for flag, names in (
        ("--verdicts", ["номер", "id (реестр)", "'=cmd", "правило"]),
        ("--findings", ["номер", "id (реестр)", "'=cmd", "правило (реестр)", "правило"]),
    ):
        assert main([*how, flag, "-o", str(tmp_path / "out.csv")]) == 1
        head, row = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[:2]
        assert ",".join(f'"{name}"' for name in names) in head
        assert '"7","7","a","b"' in row


def test_a_workbook_in_russian_is_russian_on_every_sheet(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks need the extra `excel`")
    (tmp_path / "map.yaml").write_text("столбцы: {id: id}\nперенести: [Who]\n", encoding="utf-8")
    job = JOB.mapped(str(tmp_path / "map.yaml"))
    source = write(tmp_path, "x.csv", ("1", "2014-03-05"))
    run(job, [source], tmp_path / "out.xlsx", tmp_path / "bad.csv")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    heads = {sheet.title: [cell.value for cell in sheet[1]] for sheet in book}
    assert heads["чего не хватает"] == ["факт", "поле", "записей"]
    assert heads["нарушения"][:4] == ["строка", "номер", "Who", "правило"]
    assert heads["проверка"][:2] == ["номер", "Who"]
    run(evolve(job, lang="en"), [source], tmp_path / "out.xlsx", tmp_path / "bad.csv")
    lacking = openpyxl.load_workbook(tmp_path / "out.xlsx")["missing facts"]
    assert all(str(cell.value).isascii() for column in lacking.iter_cols(max_col=2) for cell in column)


@pytest.mark.long
def test_moments_of_findings_are_told_as_exactly_as_they_are_known(tmp_path: Path) -> None:
    """In a workbook they are days and minutes, with which it can reckon; what is neither stays words."""
    calamine = pytest.importorskip("python_calamine", reason="workbooks need the extra `excel`")
    source, begun, due = tmp_path / "x.csv", "2014-03-03 14:00", datetime(2014, 3, 2, 14)
    rows = [
        ("unplanned", "2014-03-03 10:00", begun),
        ("unplanned", "нет", begun),
        ("unplanned", "2014-04", begun),
    ]
    rows += [("planned", "2014-03-05 10:30", "2014-04-02")]
    source.write_text(
        "kind,notice.delivered_at,order_handed_at\n" + "".join(f"{','.join(row)}\n" for row in rows)
    )
    run(JOB, [source], tmp_path / "out.xlsx", tmp_path / "bad.csv")
    head, *found = calamine.load_workbook(tmp_path / "out.xlsx").get_sheet_by_name("нарушения").to_python()
    at = head.index("срок")
    assert head[at : at + 3] == ["срок", "исполнено", "просрочка"]
    assert [row[at : at + 3] for row in found] == [
        [due, datetime(2014, 3, 3, 10), 20],
        [due, "", 90 * 24 + 10],  # till the day of the check
        [due, "01.04.2014–30.04.2014", 29 * 24 + 10],
        [date(2014, 3, 3), date(2014, 3, 5), 2],
    ]


def test_all_that_is_wrong_with_a_row_is_told_in_the_words_of_the_run(tmp_path: Path) -> None:
    cells = "1,плн,32.03.2014,полтора,нет,2014-04-02,пл"
    (tmp_path / "x.csv").write_text(
        "id,kind,notice.delivered_at,order.working_days,act.served_at.state,act.served_at,grounds[2].kind\n"
        f"{cells}\n",
        encoding="utf-8",
    )
    _, bad = judged(tmp_path, tmp_path / "x.csv")
    for label in ("вид", "извещение.вручено", "приказ.рабочих дней", "акт.вручён", "основания[1].вид"):
        assert f"«{label}»: " in bad
    assert "notice" not in bad
    (tmp_path / "x.jsonl").write_text('{"kind": ["planned"], "order": {"working_days": null, "x": 1}}\n')
    _, bad = judged(tmp_path, tmp_path / "x.jsonl")
    assert "«вид»: " in bad
    assert "`x` не известно" in bad


def test_csv_opens_in_excel_and_holds_no_formula(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("столбцы: {id: id}\nперенести: [Who]\n", encoding="utf-8")
    job = JOB.mapped(str(tmp_path / "map.yaml"))
    source = write(tmp_path, "x.csv", ("=2+2", "2014-03-05"), ("2", "32.03.2014"))
    run(job, [source], tmp_path / "out.csv", tmp_path / "bad.csv")
    for name in ("out.csv", "bad.csv"):
        assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith('"номер","Who"')
    assert "'=2+2" in text
    assert "'=1+1" in text
    assert "нарушение" in text
    assert "violated" not in text
    assert "не дата" in (tmp_path / "bad.csv").read_text(encoding="utf-8-sig")


def test_a_run_in_english_keeps_the_codes(tmp_path: Path) -> None:
    source = write(tmp_path, "x.csv", ("1", "2014-03-05"))
    run(evolve(JOB, lang="en"), [source], tmp_path / "out.csv", tmp_path / "bad.csv")
    assert "not_applicable" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_findings_speak_the_language_of_the_run(tmp_path: Path) -> None:
    source = write(tmp_path, "x.csv", ("1", "2014-03-05"))
    run(evolve(JOB, report="findings"), [source], tmp_path / "out.csv", tmp_path / "bad.csv")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "календ. дн." in text
    assert "извещение.вручено: 05.03.2014" in text
    for word in ("None", "True", "mandatory", "calendar_days"):
        assert word not in text


def test_old_rejects_go(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    run(JOB, [write(tmp_path, "x.csv", ("1", "32.03.2014"))], tmp_path / "out.csv", bad)
    assert bad.exists()
    run(JOB, [write(tmp_path, "x.csv", ("1", "2014-03-05"))], tmp_path / "out.csv", bad)
    assert not bad.exists()


@pytest.mark.long
@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx", "jsonl"])
def test_a_run_compared_with_itself_has_moved_nothing(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = ("1e5", "100000", "01", "1", "=1", "NA", "", "1", "абв")
    source = write(tmp_path, "x.csv", *((id_, "2014-03-05") for id_ in ids))
    first, second = (str(tmp_path / f"{name}.{suffix}") for name in "ab")
    how = ["--as-of", "2014-06-01", "--processes", "1", "--lang", "ru"]
    assert main(["batch", str(source), "-o", first, *how]) == 1
    assert main(["batch", str(source), "-o", second, "--against", first, *how]) == 1
    said = capsys.readouterr().out
    assert "Изменилось вердиктов: 0" in said
    assert "Новых строк" not in said
    assert "Номер повторяется (1): 1" in said


def test_only_verdicts_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path, "x.csv", ("1", "2014-03-05"))
    how = ["batch", str(source), "-o", str(tmp_path / "out.csv"), "--lang", "ru", "--processes", "1"]
    run(evolve(JOB, report="findings"), [source], tmp_path / "found.csv", tmp_path / "bad.csv")
    (tmp_path / "bad.jsonl").write_text("{", encoding="utf-8")
    for before, why in (("x.csv", "ни в одном столбце"), ("found.csv", "ни в одном столбце")):
        assert main([*how, "--against", str(tmp_path / before)]) == 2
        assert why in capsys.readouterr().err
    assert main([*how, "--against", str(tmp_path / "bad.jsonl")]) == 2
    assert "не читается" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_what_moved_came_and_went(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "a.csv")
    how = ["--as-of", "2014-06-01", "--processes", "1", "--lang", "ru"]
    before = write(tmp_path, "x.csv", ("1", "2014-03-05"), ("1", "2014-03-01"), ("2", "2014-03-01"))
    main(["batch", str(before), "-o", out, *how])
    after = write(tmp_path, "y.csv", ("1", "2014-03-05"), ("1", "2014-03-05"), ("3", "2014-03-01"))
    main(["batch", str(after), "-o", str(tmp_path / "b.csv"), "--against", out, *how])
    said = capsys.readouterr().out
    assert f"1  {RULE}: соответствует → нарушение" in said
    assert "Новых строк: 1; строк больше нет: 1" in said


@pytest.mark.long
def test_complete_says_what_was_taken_for_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path, "x.csv", ("1", "2014-03-05"))
    main(["batch", str(source), "-o", str(tmp_path / "a.csv"), "--complete", "--lang", "ru"])
    said = capsys.readouterr().out
    assert "--complete значит, что этого не было" in said


@pytest.mark.parametrize("complete", [True, False])
def test_what_silence_was_taken_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], complete: bool
) -> None:
    source = tmp_path / "x.csv"
    source.write_text("kind,lent\nnight,2014-06-02\n", encoding="utf-8")
    library = Path(__file__).parents[1] / "conformance/library"
    main(
        ["batch", str(source), "-o", str(tmp_path / "a.csv"), "--rules", str(library), "--lang", "en"]
        + ["--complete"] * complete
    )
    told = dict(
        line.split(": ", 1) for line in capsys.readouterr().out.splitlines() if line.startswith("No ")
    )
    found = {fact: head for head, facts in told.items() for fact in facts.split(", ")}
    taken = [found[fact] for fact in ("paid", "sealed", "legible", "lender", "renewals")]
    unknown = "No column, so not known"
    assert taken[3] == "No column, and by the vocabulary silence says “no”"
    assert taken[:3] + taken[4:] == (
        [
            "No column, and --complete says that there was none (“no”)",
            unknown,
            "No column, and with --complete the vocabulary takes it for “yes”",
            unknown,
        ]
        if complete
        else [unknown] * 4
    )
