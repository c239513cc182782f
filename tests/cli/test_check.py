"""``qcrules check``: from case files to findings, an exit status, and errors that are words."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from multiprocessing import get_start_method
from pathlib import Path

import pytest
from commands import shell

from qcrules.cli import many

LATE = """\
as_of: 2014-09-01
inspection:
  id: 17-A
  kind: planned
  order: {issued_on: 2014-03-19}
  order_handed_at: 2014-05-02
  obstructions: []
  notice: {delivered_at: 2014-04-07, sent_at: 2014-04-07}
"""
KEPT = LATE.replace("2014-04-07", "2014-03-25")


@pytest.fixture
def case(tmp_path, monkeypatch):
    """Write a case file and name it as a user would, from where the user stands."""
    monkeypatch.chdir(tmp_path)

    def write(words: str, name: str = "case.yaml") -> str:
        (tmp_path / name).write_text(words, encoding="utf-8")
        return name

    return write


def finding(assessment, rule):
    return next(one for one in assessment["findings"] if one["rule"] == rule)


def test_a_violation_is_shown_and_the_status_is_one(run, case):
    got = run("check", case(LATE))
    assert got.status == 1
    assert got.err == ""
    rows = got.out.splitlines()
    assert rows[0].startswith("1 violation, ")
    assert rows[1] == "inspection 17-A · case.yaml"
    assert any(row.startswith("✗ п.10 ч.1  ") for row in rows)
    assert not any("done 2014-04-07" in row for row in rows), "the sentence has said it"
    more = run("check", case(LATE), "-v").out.splitlines()
    assert any(row.strip().startswith("due 2014-04-02, done 2014-04-07, +5 calendar days") for row in more)
    assert rows[-1].startswith("rules kz-06-7-63 ")
    assert rows[-1].endswith("checked as of 2014-09-01 (from the record)")


def test_nothing_violated_is_status_nought(run, case):
    got = run("check", case(KEPT))
    assert got.status == 0
    assert got.out.startswith("nearly nothing is known, ")


def test_russian_on_demand(run, case):
    got = run("check", case(LATE), "--lang", "ru")
    assert got.out.splitlines()[0].startswith("1 нарушение, ")
    assert "последним днём" in " ".join(got.out.split())
    assert "? нужно:  " in got.out, "what would decide most, once for all that wait for it"
    assert got.out.rstrip().endswith("день проверки 01.09.2014 (из записи)")


def test_json_is_a_list_with_what_the_text_says(run, case):
    got = run("check", case(LATE), "--format", "json")
    assert got.status == 1
    [one] = json.loads(got.out)
    assert one["schema"] == "qcrules/assessment/1"
    assert one["as_of"] == "2014-09-01"
    assert one["language"] == "en"
    notice = finding(one, "p10-planned-notice")
    assert (notice["verdict"], notice["due"], notice["actual"]) == ("violated", "2014-04-02", "2014-04-07")
    assert notice["delay"] == {"value": 5, "unit": "calendar_days"}
    delivered = next(fact for fact in notice["evidence"] if fact["field"] == "notice.delivered_at")
    assert delivered == {"field": "notice.delivered_at", "value": "2014-04-07", "source": "case.yaml:8:26"}


def test_the_day_of_the_check_can_be_given(run, case):
    [one] = json.loads(run("check", case(LATE), "--as-of", "2014-04-10", "--format", "json").out)
    assert (one["as_of"], one["as_of_source"]) == ("2014-04-10", "argument")


def test_a_reading_can_be_chosen(run, case):
    between = LATE.replace("2014-04-07", "2014-04-02")
    usual = run("check", case(between), "--format", "json")
    strict = run("check", "case.yaml", "--format", "json", "--reading", "p10-clear-days=full_days")
    assert finding(json.loads(usual.out)[0], "p10-planned-notice")["verdict"] == "compliant"
    assert finding(json.loads(strict.out)[0], "p10-planned-notice")["verdict"] == "violated"
    assert json.loads(strict.out)[0]["readings"] == {"p10-clear-days": "full_days"}


def test_complete_makes_silence_speak(run, case):
    [open_, complete] = (
        json.loads(run("check", case(LATE), *options, "--format", "json").out)[0]["summary"]
        for options in ([], ["--complete"])
    )
    assert complete["undetermined"] < open_["undetermined"]


def test_several_files_and_a_bad_one_among_them(run, case):
    case(LATE, "late.yaml")
    case("inspection:\n  kinde: planned\n", "bad.yaml")
    case(KEPT, "kept.yaml")
    got = run("check", "late.yaml", "bad.yaml", "kept.yaml", "none.yaml", "--format", "json")
    assert got.status == 2
    assert [one["subject"]["source"] for one in json.loads(got.out)] == ["late.yaml", "kept.yaml"]
    rows = got.err.splitlines()
    assert rows[0].startswith("bad.yaml:2:")
    assert "did you mean `kind`?" in rows[0]
    assert any(row.startswith("none.yaml") for row in rows)
    words = run("check", "late.yaml", "kept.yaml")
    assert words.status == 1
    assert "inspection 17-A · late.yaml" in words.out
    assert "inspection 17-A · kept.yaml" in words.out


def test_only_bad_files_give_an_empty_list(run, case):
    got = run("check", case("", "empty.yaml"), "--format", "json")
    assert (got.status, json.loads(got.out)) == (2, [])


def test_a_folder_is_no_case_file(run, tmp_path):
    got = run("check", str(tmp_path))
    assert got.status == 2
    assert got.err.startswith(str(tmp_path))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--reading", "p10-clear-dayz=full_days"], "did you mean `p10-clear-days`?"),
        (["--reading", "p10-clear-days=full_day"], "has no option `full_day`"),
        (["--reading", "p10-clear-days"], "READING=OPTION"),
        (["--reading", "p10-clear-days=full_days", "--reading", "p10-clear-days=difference"], "given twice"),
        (["--engine", "durble"], "did you mean `durable`?"),
        (["--as-of", "01/09/2014"], "write year-month-day"),
        (["--rules", "nowhere"], "`nowhere` is neither a folder nor a pack"),
        (["--rules", "kz-06-7-64"], "did you mean `kz-06-7-63`?"),
    ],
)
def test_wrong_options_are_said_once(run, case, options, words):
    name = case(LATE)
    got = run("check", name, name, *options)
    assert (got.status, got.out) == (2, "")
    assert got.err.count(words) == 1
    assert "Traceback" not in got.err


def test_a_crash_in_one_file_leaves_the_others(run, case, monkeypatch):
    import_module("qcrules.judge.check")
    module = sys.modules["qcrules.judge.check"]
    honest = module.read_records

    def fragile(file, book):
        if file == "bad.yaml":
            raise RuntimeError("boom")
        return honest(file, book)

    monkeypatch.setattr(module, "read_records", fragile)
    case(KEPT, "bad.yaml")
    case(KEPT, "kept.yaml")
    got = run("check", "bad.yaml", "kept.yaml")
    assert got.status == 2
    assert got.out.startswith("nearly nothing is known, ")
    assert got.err.startswith("bad.yaml: internal error in qcrules, please report it: RuntimeError: boom")
    assert len(got.err.splitlines()) == 1


def test_the_answer_goes_to_a_file(run, case):
    got = run("check", case(LATE), "--format", "json", "-o", "answer.json")
    assert (got.status, got.out) == (1, "")
    assert json.loads(Path("answer.json").read_text(encoding="utf-8"))[0]["subject"]["id"] == "17-A"
    assert sorted(os.listdir()) == ["answer.json", "case.yaml"]


@pytest.mark.parametrize(
    "words",
    [
        "check case.yaml -o case.yaml",
        "check . -o case.yaml",
        "check my.case.yaml --save-case my.case.yaml",
        "plan case.yaml -o case.yaml",
        "draft letter case.yaml -o case.yaml",
    ],
)
def test_a_case_is_never_written_over(tmp_path, words):
    case = tmp_path / words.split()[-1]
    case.write_text("inspection:\n  kind: planned\n")
    done = shell(*words.split(), "--lang", "en", folder=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert f"{case.name}: is named twice" in done.err
    assert case.read_text() == "inspection:\n  kind: planned\n"


@pytest.mark.parametrize("name", ["saved.yaml", "saved.case.xlsx", "saved"])
def test_a_case_is_saved_under_a_name_by_which_it_is_run(tmp_path, name):
    (tmp_path / "case.yaml").write_text("inspection:\n  kind: planned\n")
    done = shell("check", "case.yaml", "--save-case", name, "--lang", "en", folder=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"{name}: this is written as cases for qcrules test; name a file ….case.yaml\n"
    assert sorted(os.listdir(tmp_path)) == ["case.yaml"]


@pytest.mark.parametrize("name", ["register.csv", "register.jsonl", "register.parquet"])
def test_a_register_is_told_by_its_name(tmp_path, name):
    (tmp_path / name).write_text('{"id": "1"}\n{"id": "2"}\n')
    done = shell("check", name, "--lang", "en", folder=tmp_path)
    assert done.err == f"{name}: this is a register, which `qcrules batch` checks\n"


@pytest.mark.long
@pytest.mark.parametrize("form", ["text", "json"])
def test_many_files_are_told_alike_however_many_processes(run, case, monkeypatch, form):
    """In the order of the files; bad ones on stderr, our own faults too; the years of reports at the end."""
    import_module("qcrules.judge.check")
    module = sys.modules["qcrules.judge.check"]
    honest = module.read_records

    def fragile(file, book):
        if file == "07.yaml":
            raise RuntimeError("boom")
        return honest(file, book)

    broken = get_start_method() == "fork"  # elsewhere other processes know nothing of what is done here
    if broken:
        monkeypatch.setattr(module, "read_records", fragile)
    monkeypatch.setattr(many, "FEW", 20)
    monkeypatch.setattr(many, "_AT_ONCE", 3)
    said = {number: (LATE, KEPT)[number % 2] for number in range(20)} | {3: "inspection: {"}
    for month in range(1, 6):
        said[10 + month] = (
            f"monitoring_report: {{form: 1-mk, month: 2014-{month:02}, submitter: {{name: Бюро}}, figures: {{}}}}"
        )
    names = [case(words, f"{number:02}.yaml") for number, words in said.items()]
    one, two = (run("check", *names, "--format", form, "--processes", str(count)) for count in (1, 2))
    assert (one.status, one.out, one.err) == (two.status, two.out, two.err)
    assert one.status == 2
    assert "03.yaml" in one.err.splitlines()[0]
    assert ("07.yaml: internal error" in one.err) is broken
    assert "Бюро, 1-mk, 2014" in one.out
