"""What registers hold and what comes of it: the table of tests/conformance/registers.md, and the outputs."""
# ruff: noqa: E402

from __future__ import annotations

import pickle
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from tables import rows_of

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
import pyarrow.parquet as pq
from benchmarks import register
from prove.thrown import ods

from qcrules import check, load_rules
from qcrules.batch import TableSettings, check_batch, decide_rows, decider_of, explain_row, files
from qcrules.batch.run import Job, run
from qcrules.cli import main
from qcrules.errors import CalendarRangeError, UsageError
from qcrules.finding import Verdict
from qcrules.text import Text

JOB = Job(as_of=date(2014, 6, 1), contested=False, lang="ru")
RULE = "p10-planned-notice"


def judged(folder: Path, file: Path, job: Job = JOB) -> tuple[str, str]:
    """The verdicts of the rule by id, and the rows that were rejected with their reasons."""
    summary = run(job, [file], folder / "out.parquet", folder / "bad.parquet")
    out = pq.read_table(folder / "out.parquet").to_pylist() if (folder / "out.parquet").exists() else []
    bad = pq.read_table(folder / "bad.parquet").to_pylist() if (folder / "bad.parquet").exists() else []
    assert summary.rows == len(out) + len(bad)
    assert summary.rejected == len(bad)
    said = ", ".join(f"{row['id']} {row[RULE]}" for row in out)
    return said, "; ".join(
        f"{row['row']}: {row['reason']}" for row in sorted(bad, key=lambda row: row["row"])
    )


@pytest.mark.parametrize(
    ("form", "kind", "content", "verdicts", "rejected"),
    [
        pytest.param("NFD" if number % 3 == 0 else "NFC", kind, *row[1:], id=row[0])
        for kind in ("csv", "jsonl")
        for number, row in enumerate(rows_of("registers.md", kind))
    ],
)
def test_what_comes_of_rows(
    tmp_path: Path, form: Any, kind: str, content: str, verdicts: str, rejected: str
) -> None:
    file = tmp_path / f"x.{kind}"
    file.write_text(unicodedata.normalize(form, content), encoding="utf-8")
    job = evolve(JOB, as_of=None) if "as_of" in content else JOB
    said, bad = judged(tmp_path, file, job)
    assert said == verdicts
    reasons = dict(one.split(": ", 1) for one in bad.split("; ") if ": " in one)
    expected = dict(one.split(": ", 1) for one in rejected.split(", ") if one)
    assert {row: word for row, word in expected.items() if word in reasons.get(row, "")} == expected
    assert len(expected) == sum(part[:1].isdigit() and ": " in part for part in bad.split("; "))


@pytest.mark.parametrize(
    ("content", "why"),
    [pytest.param(*row[1:], id=row[0]) for row in rows_of("registers.md", "csv that is refused")],
)
def test_what_is_refused(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "x.csv").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as wrong:
        run(JOB, [tmp_path / "x.csv"], tmp_path / "out.csv", tmp_path / "bad.csv")
    assert why in str(wrong.value)


def test_what_is_refused_names_the_file_and_what_was_found(tmp_path: Path) -> None:
    for content in ("id,kind,вид\n1,planned,planned\n", "a,b\n1,2\n", "grounds[1],grounds[1]\n1,2\n"):
        (tmp_path / "x.csv").write_text(content, encoding="utf-8")
        with pytest.raises(UsageError, match=r"x\.csv: "):
            run(JOB, [tmp_path / "x.csv"], tmp_path / "out.csv", tmp_path / "bad.csv")
    (tmp_path / "x.jsonl").write_text(
        '{"notice": "5 марта"}\n[1]\n{"notice": {"kind": 1}}\n', encoding="utf-8"
    )
    _, bad = judged(tmp_path, tmp_path / "x.jsonl")
    assert "«извещение»: здесь нужны поля вида «ключ: значение», а не `5 марта`" in bad
    (tmp_path / "x.csv").write_text("id,notice[1].form,notice.form\n1,oral,oral\n2,oral,\n", encoding="utf-8")
    assert "«извещение.форма»: уже сказано в «извещение[1]»" in judged(tmp_path, tmp_path / "x.csv")[1]
    (tmp_path / "x.csv").write_text(
        "id,notices[1].sent_at,notices[2].sent_at\n1,x,2014-01-31\n", encoding="utf-8"
    )
    assert judged(tmp_path, tmp_path / "x.csv")[1].startswith("2: «извещение")


def test_rejects_go_down_the_file(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(
        '{"kind": 1}\n[1]\n{"notice": 1}\n{}\n{"complete": 5}\n', encoding="utf-8"
    )
    run(JOB, [tmp_path / "x.jsonl"], tmp_path / "out.csv", tmp_path / "bad.parquet")
    assert pq.read_table(tmp_path / "bad.parquet").column("row").to_pylist() == [1, 2, 3, 5]


def test_signs_without_width_are_none(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(
        "id;\u200bвид;извещение.вручено\u200b;\ufeffприказ вручён\n"
        "1;плано\u00adвая;05.03.2014\u200b;02.04.2014\n2;плановая;\u200b;02.04.2014\n",
        encoding="utf-8",
    )
    assert judged(tmp_path, tmp_path / "x.csv") == ("1 violated, 2 undetermined", "")


def test_an_id_is_kept_whole_in_any_file(tmp_path: Path) -> None:
    names = [f"{'1' * 90}{number}" for number in range(2)]
    (tmp_path / "x.jsonl").write_text("".join(f'{{"id": "{name}"}}\n' for name in names))
    (tmp_path / "x.csv").write_text("id,kind\n" + "".join(f"{name},planned\n" for name in names))
    for file in ("x.jsonl", "x.csv"):
        run(JOB, [tmp_path / file], tmp_path / "out.parquet", tmp_path / "bad.csv")
        assert pq.read_table(tmp_path / "out.parquet").column("id").to_pylist() == names


@pytest.mark.parametrize("word", ["нет", "—", "?", "#ССЫЛКА!", "отсутствует"])
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2003", "\u200b"])
def test_spaces_behind_a_word_mean_nothing_however_many(word: str, space: str) -> None:
    """As databases write texts of a fixed length."""
    given = {
        "kind": ["planned"] * 2,
        "act.drawn_up_at": ["2014-03-05 10:00"] * 2,
        "act.place": [word, word + space * 50],
    }
    plain, padded = check_batch(pa.table(given), as_of=date(2014, 12, 31)).to_pylist()
    assert padded == plain


REGISTER = "id,kind,notice.delivered_at,order_handed_at,who\n{}"
ROW = "{},planned,{},2014-04-02,{}\n"


def write(folder: Path, name: str, *rows: tuple[str, str]) -> Path:
    file = folder / name
    file.write_text(
        REGISTER.format("".join(ROW.format(id_, day, "=1+1") for id_, day in rows)), encoding="utf-8"
    )
    return file


class TestOutputs:
    def test_columns_that_go_through_keep_their_names_apart_and_begin_no_formula(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
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

    def test_a_workbook_in_russian_is_russian_on_every_sheet(self, tmp_path: Path) -> None:
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

    def test_all_that_is_wrong_with_a_row_is_told_in_the_words_of_the_run(self, tmp_path: Path) -> None:
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

    def test_csv_opens_in_excel_and_holds_no_formula(self, tmp_path: Path) -> None:
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

    def test_a_run_in_english_keeps_the_codes(self, tmp_path: Path) -> None:
        source = write(tmp_path, "x.csv", ("1", "2014-03-05"))
        run(evolve(JOB, lang="en"), [source], tmp_path / "out.csv", tmp_path / "bad.csv")
        assert "not_applicable" in (tmp_path / "out.csv").read_text(encoding="utf-8")

    def test_findings_speak_the_language_of_the_run(self, tmp_path: Path) -> None:
        source = write(tmp_path, "x.csv", ("1", "2014-03-05"))
        run(evolve(JOB, report="findings"), [source], tmp_path / "out.csv", tmp_path / "bad.csv")
        text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        assert "календ. дн." in text
        assert "извещение.вручено: 05.03.2014" in text
        for word in ("None", "True", "mandatory", "calendar_days"):
            assert word not in text

    def test_old_rejects_go(self, tmp_path: Path) -> None:
        bad = tmp_path / "bad.csv"
        run(JOB, [write(tmp_path, "x.csv", ("1", "32.03.2014"))], tmp_path / "out.csv", bad)
        assert bad.exists()
        run(JOB, [write(tmp_path, "x.csv", ("1", "2014-03-05"))], tmp_path / "out.csv", bad)
        assert not bad.exists()

    @pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx", "jsonl"])
    def test_a_run_compared_with_itself_has_moved_nothing(
        self, tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
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

    def test_only_verdicts_are_compared(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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

    def test_what_moved_came_and_went(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = str(tmp_path / "a.csv")
        how = ["--as-of", "2014-06-01", "--processes", "1", "--lang", "ru"]
        before = write(tmp_path, "x.csv", ("1", "2014-03-05"), ("1", "2014-03-01"), ("2", "2014-03-01"))
        main(["batch", str(before), "-o", out, *how])
        after = write(tmp_path, "y.csv", ("1", "2014-03-05"), ("1", "2014-03-05"), ("3", "2014-03-01"))
        main(["batch", str(after), "-o", str(tmp_path / "b.csv"), "--against", out, *how])
        said = capsys.readouterr().out
        assert f"1  {RULE}: соответствует → нарушение" in said
        assert "Новых строк: 1; строк больше нет: 1" in said

    def test_complete_says_what_was_taken_for_no(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = write(tmp_path, "x.csv", ("1", "2014-03-05"))
        main(["batch", str(source), "-o", str(tmp_path / "a.csv"), "--complete", "--lang", "ru"])
        said = capsys.readouterr().out
        assert "--complete значит, что этого не было" in said

    @pytest.mark.parametrize("complete", [True, False])
    def test_what_silence_was_taken_for(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], complete: bool
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


def test_octets_that_are_no_text_spoil_no_other_id() -> None:
    batch = pa.RecordBatch.from_pydict({"id": [b"a", b"\xff", None], "kind": ["planned"] * 3})
    assert check_batch(batch).column("id").to_pylist() == ["a", "\\xff", None]


def test_frames_of_other_libraries(tmp_path: Path) -> None:
    columns = {
        "id": ["1"],
        "kind": ["planned"],
        "notice.delivered_at": ["2014-03-05"],
        "order_handed_at": ["2014-04-02"],
    }
    batch = pa.RecordBatch.from_pydict(columns)
    [right] = check_batch(batch, as_of=date(2014, 6, 1)).to_pylist()

    class Frame:
        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            return pa.table(columns).__arrow_c_stream__(requested_schema)

    class Polars:
        def to_arrow(self) -> Any:
            return pa.table(columns)

    for given in (pa.table(columns), Frame(), Polars()):
        assert check_batch(given, as_of="01.06.2014").to_pylist() == [right]
    for given in ([columns], None, "x.csv"):
        with pytest.raises(UsageError, match="expected a table of Arrow, pandas or polars"):
            check_batch(given)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_of_pandas_and_polars(library: str) -> None:
    frames = pytest.importorskip(library)
    columns = {
        "id": ["1", "2"],
        "kind": ["planned", "planned"],
        "notice.delivered_at": ["2014-03-31", None],
        "order_handed_at": ["2014-04-02", "2014-04-02"],
    }
    right = check_batch(pa.table(columns), as_of="2014-06-01").to_pylist()
    given = frames.DataFrame(columns)
    assert check_batch(given, as_of="2014-06-01").to_pylist() == right
    with pytest.raises(UsageError, match="expected a table of Arrow, pandas or polars"):
        check_batch(given["kind"])
    if library == "pandas":
        for blank in (frames.NA, frames.NaT, float("nan")):
            mixed = given.assign(**{"notice.delivered_at": [frames.Timestamp("2014-03-31"), blank]})
            assert check_batch(mixed, as_of="2014-06-01").to_pylist() == right
        mixed = given.assign(**{"notice.delivered_at": [frames.Timestamp("2014-03-31"), "?"]})
        assert check_batch(mixed, as_of="2014-06-01").to_pylist() == right
        assert check_batch(given.set_index("id"), as_of="2014-06-01").to_pylist() == right
        levels = given.set_axis(
            frames.MultiIndex.from_tuples([(*name.split("."), "")[:2] for name in columns]), axis=1
        )
        assert check_batch(levels, as_of="2014-06-01").to_pylist() == right
        row = frames.Series({"kind": "planned", "order_handed_at": frames.Timestamp("2014-04-02")})
        assert check({"inspection": row}, as_of="2014-06-01").findings
    else:
        dated = given.with_columns(frames.col("order_handed_at").str.to_date())
        assert check_batch(dated, as_of="2014-06-01").to_pylist() == right


@pytest.mark.parametrize(
    ("nulls", "verdict"), [(None, "undetermined"), ("unknown", "undetermined"), ("absent", "violated")]
)
def test_what_a_null_says(nulls: Any, verdict: str) -> None:
    batch = pa.RecordBatch.from_pydict(
        {"kind": ["planned"], "notice.delivered_at": [None], "order_handed_at": [date(2014, 4, 2)]}
    )
    [row] = check_batch(batch, as_of=date(2014, 6, 1), nulls=nulls).to_pylist()
    assert row[RULE] == verdict


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
    assert said.startswith("1 violated, 2 violated, Составил ")
    assert bad.startswith("6: «извещение.вручено»: здесь часть объединённых ячеек (разъедините их")


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


def test_some_rules_alone_are_found_as_among_all() -> None:
    book = load_rules()
    for complete in (False, True):
        decider = decider_of(book, TableSettings(complete=complete))
        answer = decide_rows(decider, register.batch(12, 5), date(2014, 6, 1))
        for row in range(12):
            found = explain_row(decider, answer, row)
            rules = frozenset(one.rule for one in found if one.verdict is Verdict.VIOLATED)
            for some in (rules, *(frozenset({rule}) for rule in rules)):
                how = decider.alone.found(some)
                alone = decider.judged(
                    answer.rows.record(row, how.facts), int(answer.as_of), "en", how.machine
                )
                assert alone.findings() == tuple(one for one in found if one.rule in some)


def test_findings_are_the_same_however_a_register_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one piece, and in pieces that two processes take."""
    monkeypatch.setattr(files, "SMALL", 30)
    pq.write_table(pa.Table.from_batches([register.batch(90, 5)]), tmp_path / "in.parquet")
    job, told = Job(as_of=date(2014, 6, 1), report="findings"), list[int]()
    out = tmp_path / "out.parquet"
    run(job, [tmp_path / "in.parquet"], out, tmp_path / "bad.csv", processes=2, progress=told.append)
    assert sum(told) == 90
    whole = check_batch(register.batch(90, 5), report="findings", as_of=job.as_of)
    found = pq.read_table(out).drop_columns(["row"])
    assert found.equals(pa.Table.from_batches([whole]).drop_columns(["row", "error"]))


def test_what_is_wrong_comes_from_another_process_as_it_is(tmp_path: Path) -> None:
    """Its words and its places, not that the process ended."""
    both = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file in both:
        file.write_text("nonsense\n1\n", encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        run(JOB, both, tmp_path / "out.csv", tmp_path / "bad.csv", processes=2)
    assert "a.csv: ни один столбец не известен: nonsense" in raised.value.words("ru")
    beyond = CalendarRangeError(Text("дальше", "beyond"))
    assert pickle.loads(pickle.dumps(beyond)).words("ru") == "дальше"
