"""Filled forms as a register: the verdicts of ``check``, a row a report, and the years beside them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
pytest.importorskip("python_calamine", reason="forms need the extra `excel`")
import openpyxl
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from attrs import evolve

import qcrules
import qcrules.forms
from qcrules.batch import forms
from qcrules.batch.job import Job
from qcrules.batch.run import guessed_map, run
from qcrules.errors import UsageError
from qcrules.facts.words import Nulls
from qcrules.finding import Verdict

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = date(2014, 12, 1)
JOB = Job(as_of=DAY, lang="ru")
WORST = [
    Verdict.VIOLATED,
    Verdict.UNDETERMINED,
    Verdict.PENDING,
    Verdict.COMPLIANT,
    Verdict.NOT_APPLICABLE,
]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with a year of reports: the examples, and months of one ministry whose running total shrinks."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("monitoring-1mk.xlsx", "monitoring-2mk.xlsx"):
        shutil.copy(EXAMPLES / name, folder / name)
    for month, total in ((1, 900), (2, 800), (3, 850)):
        record = {
            "submitter": {"name": "Министерство", "kind": "central_state_body"},
            "submitted_at": date(2014, month + 1, 4),
            "figures": {"1": {f"2014-{month:02}": 5, "total": total}},
        }
        qcrules.forms.write(folder / f"{month}.xlsx", "1-mk", 2014, month, record=record)
    return folder


def answered(folder: Path, inputs: list[Path], job: Job = JOB, **how: Any) -> dict[str, list[dict[str, Any]]]:
    """The rows of each file that a run leaves, by what stands before its ending."""
    folder.mkdir(exist_ok=True)
    summary = run(job, inputs, folder / "out.parquet", folder / "bad.parquet", **how)
    found = {path.stem: pq.read_table(path).to_pylist() for path in sorted(folder.glob("*.parquet"))}
    assert summary.rows == len(found["out"]) + len(found.get("bad", []))
    return found


Answers = dict[str, tuple[dict[str, str], set[str]]]
"""By what a report or a year is called: of each rule the worst verdict; and which are contested."""


def one_by_one(folder: Path, **how: Any) -> Answers:
    """What ``check`` finds."""
    found: Answers = {}
    for assessment in qcrules.check_all(folder, as_of=DAY, **how):
        name = assessment.subject_id or Path(str(assessment.source)).name
        rules, contested = found[name] = {}, set()
        for one in sorted(assessment.findings, key=lambda one: WORST.index(one.verdict)):
            rules.setdefault(one.rule, str(one.verdict))
            contested |= {one.rule} if one.contested else set()
    return found


def of_rows(rows: list[dict[str, Any]]) -> Answers:
    """The same of the rows of an answer."""
    beside = {"id", "file", "sheet", "contested"}
    return {
        row["id"]: ({rule: said for rule, said in row.items() if rule not in beside}, set(row["contested"]))
        for row in rows
    }


@pytest.mark.long
def test_every_verdict_is_that_of_a_single_check(reports: Path, tmp_path: Path) -> None:
    found = answered(tmp_path / "a", [reports])
    assert of_rows([*found["out"], *found["out.years"]]) == one_by_one(reports)
    assert len(found["out"]) == 5
    [year] = found["out.years"]
    assert (year["id"], year["reports-year-grows-1mk"]) == ("Министерство, 1-mk, 2014", "violated")


@pytest.mark.long
@pytest.mark.parametrize("nulls", ["unknown", "absent"])
@pytest.mark.parametrize("complete", [False, True])
def test_a_dash_and_an_empty_cell_say_the_same_as_alone(
    reports: Path, tmp_path: Path, nulls: Nulls, complete: bool
) -> None:
    record = {
        "figures": {"1": {"2014-01": None, "2014-02": 3, "total": 3}},
        "stamped": None,
        "submitted_at": None,
    }
    qcrules.forms.write(reports / "dashes.xlsx", "1-mk", 2014, 3, record=record)
    whose = {"submitter": {"name": "Министерство"}, "figures": {"1": {"total": None}}}
    qcrules.forms.write(reports / "4.xlsx", "1-mk", 2014, 4, record=whose)
    found = answered(tmp_path / "a", [reports], evolve(JOB, nulls=nulls, complete=complete))
    assert of_rows([*found["out"], *found["out.years"]]) == one_by_one(
        reports, nulls=nulls, complete=complete
    )


@pytest.mark.long
def test_each_row_names_its_file_and_its_sheet(reports: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(reports / "1.xlsx")
    book.copy_worksheet(book["Форма"]).title = "Ещё раз"
    book.save(reports / "two.xlsx")
    rows = answered(tmp_path / "a", [reports / "1.xlsx", reports / "two.xlsx"])["out"]
    assert [(row["id"], Path(row["file"]).name, row["sheet"]) for row in rows] == [
        ("1.xlsx", "1.xlsx", "Форма"),
        ("two.xlsx, Форма", "two.xlsx", "Форма"),
        ("two.xlsx, Ещё раз", "two.xlsx", "Ещё раз"),
    ]


@pytest.mark.long
def test_violations_are_told_with_file_and_sheet(reports: Path, tmp_path: Path) -> None:
    [row] = answered(tmp_path / "a", [reports / "monitoring-1mk.xlsx"])["out"]
    inputs = [reports / "1.xlsx", reports / "monitoring-1mk.xlsx"]
    run(evolve(JOB, report="findings"), inputs, tmp_path / "f.csv", tmp_path / "f.rejects.csv")
    own = [one for one in pa_csv.read_csv(tmp_path / "f.csv").to_pylist() if one["номер"] == "МС-03/2014"]
    assert {(one["файл"], one["лист"]) for one in own} == {(row["file"], "Форма")}
    assert {one["правило"] for one in own} == {rule for rule, said in row.items() if said == "violated"}


def test_what_cannot_be_read_is_rejected_with_its_file_and_cell(reports: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(reports / "2.xlsx")
    sheet = book["Форма"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 5)
    cell.value = "много"
    book.save(reports / "2.xlsx")
    (reports / "3.xlsx").write_bytes(b"PK no workbook")
    found = answered(tmp_path / "a", [reports])
    bad = {Path(one["file"]).name: one["reason"] for one in found["bad"]}
    assert f"'Форма'!{cell.coordinate}: текст вместо числа" in bad["2.xlsx"]
    assert "повреждена" in bad["3.xlsx"]
    assert [Path(row["file"]).name for row in found["out"]] == [
        "1.xlsx",
        "monitoring-1mk.xlsx",
        "monitoring-2mk.xlsx",
    ]
    assert "out.years" not in found  # one report of the ministry is left, and that is no year


@pytest.mark.long
def test_a_value_that_the_record_refuses_is_told_by_its_cell(reports: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(reports / "1.xlsx")
    sheet = book["Форма"]
    cell = next(
        one for row in sheet.iter_rows() for one in row if one.value == "центральный государственный орган"
    )
    cell.value = "министерство"
    book.save(reports / "1.xlsx")
    [bad] = answered(tmp_path / "a", [reports / "1.xlsx"])["bad"]
    assert bad["row"] == 1
    assert bad["id"] == "1.xlsx"
    assert bad["reason"].startswith(f"'Форма'!{cell.coordinate}: ")
    assert "министерство" in bad["reason"]


@pytest.mark.long
def test_processes_and_the_size_of_a_chunk_change_nothing(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = answered(tmp_path / "a", [reports])
    monkeypatch.setattr(forms, "AT_ONCE", 1)
    assert answered(tmp_path / "b", [reports]) == whole
    assert answered(tmp_path / "c", [reports], processes=2) == whole


@pytest.mark.long
def test_what_is_no_form_is_a_register_as_before(reports: Path, tmp_path: Path) -> None:
    assert Job().over([reports / "1.xlsx"])[0].forms
    assert Job(kind="отчёт").over([reports])[0].forms
    assert not Job(kind="inspection").over([reports / "1.xlsx"])[0].forms
    (tmp_path / "x.csv").write_text("form,month\n1-mk,2014-03\n", encoding="utf-8")
    assert not Job(kind="monitoring_report").over([tmp_path / "x.csv"])[0].forms
    book = openpyxl.Workbook()
    book.active.append(["form", "month"])
    book.active.append(["1-mk", "2014-03"])
    book.save(tmp_path / "register.xlsx")
    job, inputs = Job(kind="monitoring_report").over([tmp_path / "register.xlsx"])
    assert not job.forms
    assert inputs == [tmp_path / "register.xlsx"]
    assert [row["p25-1-all-rows"] for row in answered(tmp_path / "a", inputs, job)["out"]] == ["undetermined"]


@pytest.mark.long
def test_a_large_workbook_is_looked_through_only_where_its_kind_is_named(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "SMALL", 100)
    assert not Job().over([reports / "1.xlsx"])[0].forms
    assert Job(kind="monitoring_report").over([reports / "1.xlsx"])[0].forms


@pytest.mark.long
def test_the_first_workbook_may_be_damaged(reports: Path) -> None:
    (reports / "0.xlsx").write_bytes(b"PK no workbook")
    job, books = Job().over([reports])
    assert job.forms
    assert [book.name for book in books][:2] == ["0.xlsx", "1.xlsx"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("how", "option"),
    [
        (lambda file: Job(sheet="Форма").over([file]), "--sheet"),
        (lambda file: Job().over([file])[0].mapped("x.yaml", [file]), "--map"),
        (lambda file: guessed_map(Job(), file), "--guess-map"),
    ],
)
def test_what_is_for_registers_is_refused(reports: Path, how: Callable[[Path], Any], option: str) -> None:
    with pytest.raises(UsageError, match=f"{option} is for registers"):
        how(reports / "1.xlsx")


@pytest.mark.long
def test_an_old_answer_on_years_does_not_stay(reports: Path, tmp_path: Path) -> None:
    assert "out.years" in answered(tmp_path / "a", [reports])
    assert "out.years" not in answered(tmp_path / "a", [reports / "1.xlsx"])
    years = tmp_path / "a" / "out.years.parquet"
    years.write_text("someone's own", encoding="utf-8")
    (tmp_path / "x.csv").write_text("id\n1\n", encoding="utf-8")
    run(JOB, [tmp_path / "x.csv"], tmp_path / "a" / "out.parquet", tmp_path / "a" / "bad.parquet")
    assert years.read_text(encoding="utf-8") == "someone's own"  # a register makes no years


@pytest.mark.parametrize("kind", [None, "monitoring_report"])
def test_a_folder_without_forms_is_refused(tmp_path: Path, kind: str | None) -> None:
    for name in ("empty", "registers"):
        (tmp_path / name).mkdir()
    (tmp_path / "registers" / "x.csv").write_text("id\n1\n", encoding="utf-8")
    (tmp_path / "registers" / "x.xlsx").write_bytes(b"PK no workbook")
    for name in ("empty", "registers"):
        with pytest.raises(UsageError, match=f"{name}: holds no workbooks with report forms"):
            Job(kind=kind).over([tmp_path / name])
    assert Job(kind="inspection").over([tmp_path / "empty"])[1] == [tmp_path / "empty"]


@pytest.mark.parametrize("name", ["nowhere", "nowhere.xlsx", "nowhere.csv"])
def test_what_is_not_there_is_told_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=f"{name}: .*(no such file|not found|does not exist)"):
        run(JOB, [tmp_path / name], tmp_path / "out.csv", tmp_path / "bad.csv")


@pytest.mark.long
@pytest.mark.parametrize("kind", ["inspection", "monitoring_year"])
def test_a_form_among_registers_is_told_as_one(reports: Path, tmp_path: Path, kind: str) -> None:
    with pytest.raises(
        UsageError, match=r"1\.xlsx: holds a report form, and no register; .* `monitoring_report`"
    ):
        run(Job(kind=kind), [reports / "1.xlsx"], tmp_path / "out.csv", tmp_path / "bad.csv")
