"""Several kinds of record in one file of cases, in one table, in one workbook, in one case file."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from commands import shell

import qcrules

GDPR = Path(__file__).parents[2] / "examples" / "packs" / "eu-gdpr"
RECORDS = """\
as_of: 2021-05-03
subject_request: {received_on: 2021-03-01, answered_on: 2021-03-20}
personal_data_breach: {aware_at: 2021-03-01 10:00, risk: likely, notified_at: 2021-03-12 10:00}
"""
BASES = """\
bases:
  request: {subject_request: {received_on: 2021-03-01}}
  breach: {personal_data_breach: {aware_at: 2021-03-01 10:00, risk: likely}}
  both:
    subject_request: {received_on: 2021-03-01}
    personal_data_breach: {risk: likely}
  misspelt: {subject_reqest: {received_on: 2021-03-01}}
cases:
- case: one
  as_of: 2021-05-03
"""


def ran(tmp_path, *lines, name="some.case.yaml"):
    path = tmp_path / name
    path.write_text(f"pack: {GDPR}\n" + BASES + "".join(f"  {line}\n" for line in lines), encoding="utf-8")
    return shell("test", str(path), "--lang", "en", "-v")


def test_each_case_says_its_kind(tmp_path):
    got = ran(
        tmp_path,
        "base: request",
        "expected: {a12-answered: violated; due 2021-04-01}",
        "kind of record: subject_request",
        "complete: yes",
    )
    assert (got.status, got.err) == (0, "")
    got = ran(tmp_path, "base: breach", "expected: {Art. 33(1): violated}", "complete: yes")
    assert got.status == 0


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            ["subject_request: {}", "personal_data_breach: {}", "expected: {a12-answered: compliant}"],
            "here are two: request of a data subject and breach of personal data",
        ),
        (
            ["base: both", "expected: {a12-answered: compliant}"],
            "here are two: request of a data subject and breach of personal data",
        ),
        (
            ["base: breach", "subject_request: {}", "expected: {a12-answered: compliant}"],
            "the case is: request of a data subject; its base is: breach of personal data",
        ),
        (
            ["base: misspelt", "subject_request: {}", "expected: {a12-answered: compliant}"],
            "unknown key `subject_reqest`; did you mean `subject_request`?",
        ),
        (
            ["base: {subject_request: {}}", "subject_request: {}", "expected: {a12-answered: compliant}"],
            "base: expected text",
        ),
        (
            ["subject_request: some", "expected: {a12-answered: compliant}"],
            "expected `key: value` pairs",
        ),
        (
            ["base: request", "expected: {a33-notified: compliant}"],
            "`a33-notified` speaks of another kind of record (breach of personal data)",
        ),
        (
            ["kind of record: breach", "expected: {a33-notified: compliant}"],
            "there is no kind of record `breach`",
        ),
        (
            ["kind of record: personal_data_breach", "base: request", "expected: {a33-notified: compliant}"],
            "its base is: request of a data subject",
        ),
    ],
)
def test_what_is_of_another_kind_is_refused_with_its_place(tmp_path, lines, words):
    got = ran(tmp_path, *lines)
    assert got.status == 2
    said = " ".join(got.out.split())
    assert words in said
    assert "some.case.yaml:" in said


COLUMNS = (
    "| case | kind of record | received_on | answered_on | aware_at | risk | notified_at "
    "| a12-answered | Art. 33(1) |"
)


def table(tmp_path, rows):
    """The cases of a copy of the pack, whose first page speaks of both kinds and has one table of both."""
    folder = tmp_path / "pack"
    copytree(GDPR, folder)
    page = (folder / "a12.md").read_text(encoding="utf-8")
    head = page[: page.index("## Cases")].replace("kind: subject_request", "kind: [subject_request]")
    text = "\n".join(
        [
            "## Cases",
            "",
            COLUMNS,
            "|---|---|---|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )
    (folder / "a12.md").write_text(head + text, encoding="utf-8")
    return folder


ROWS = [
    "| in a month | subject_request | 2021-03-01 | 2021-03-20 | | | | compliant | |",
    "| late | subject_request | 2021-03-01 | 2021-04-20 | | | | violated; +19 | |",
    "| in time | personal_data_breach | | | 2021-03-01 10:00 | likely | 2021-03-02 10:00 | | compliant |",
    "| not said | | | | 2021-03-01 10:00 | likely | 2021-03-12 10:00 | | violated |",
]


def test_a_column_says_the_kind_of_each_row(tmp_path):
    folder = table(tmp_path, ROWS[:3])
    got = shell("test", str(folder / "a12.md"), "--lang", "en", "-v")
    assert (got.status, got.err) == (0, "")
    assert "3 cases passed" in got.out
    issues = shell("lint", str(folder), "--lang", "en").out
    assert "QC012" not in issues


def test_a_row_of_an_unknown_kind_fails_alone(tmp_path):
    rows = [*ROWS[:2], "| odd | subject_reqest | 2021-03-01 | 2021-04-20 | | | | violated | |"]
    got = shell("test", str(table(tmp_path, rows) / "a12.md"), "--lang", "en", "-v")
    assert got.status == 2
    assert "there is no kind of record `subject_reqest`; did you mean `subject_request`" in " ".join(
        got.out.split()
    )
    assert "2 cases passed" in got.out


def test_a_workbook_says_the_kind_of_each_row_or_its_rules_do(tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "cases.case.xlsx"
    head = [
        "case",
        "kind of record",
        "id",
        "received_on",
        "notified_at",
        "aware_at",
        "a12-answered",
        "Art. 33(1)",
    ]
    rows = [
        ["a", "subject_request", "1", "2021-03-01", "", "", "undetermined", ""],
        ["b", "personal_data_breach", "1", "", "2021-03-12 10:00", "2021-03-01 10:00", "", "undetermined"],
        ["c", "", "1", "", "", "", "", "undetermined"],  # only its rule says what it is
    ]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("cases")
        for number, row in enumerate([head, *rows]):
            sheet.write_row(number, 0, row)
    got = shell("test", str(path), "--rules", str(GDPR), "--lang", "en", "-v")
    assert (got.status, got.err) == (0, ""), got.out
    assert "3 cases passed" in got.out


@pytest.mark.long
def test_a_case_file_may_hold_a_record_of_each_of_several_kinds(tmp_path):
    path = tmp_path / "both.yaml"
    path.write_text(RECORDS, encoding="utf-8")
    got = shell(
        "check",
        str(path),
        "--rules",
        str(GDPR),
        "--lang",
        "en",
        "--save-case",
        "kept.case.yaml",
        folder=tmp_path,
    )
    assert got.status == 1
    assert "request of a data subject ·" in got.out
    assert "breach of personal data ·" in got.out
    kinds = [one.kind for one in qcrules.check([path], rules=GDPR)]
    assert kinds == ["subject_request", "personal_data_breach"]
    with pytest.raises(qcrules.RecordError, match="the file holds 2 records"):
        qcrules.check(path, rules=GDPR)
    kept = shell("test", "kept.case.yaml", "--lang", "en", folder=tmp_path)
    assert (kept.status, kept.out) == (0, "2 cases passed\n")
    assert "&" not in (tmp_path / "kept.case.yaml").read_text(encoding="utf-8")


def test_a_part_is_no_record_beside_its_whole(tmp_path):
    path = tmp_path / "both.yaml"
    path.write_text("inspection: {}\nact: {}\n", encoding="utf-8")
    assert shell("check", str(path), "--lang", "en").status == 2
    with pytest.raises(qcrules.RecordError, match="exactly one top key"):
        qcrules.check({"inspection": {}, "act": {}})
    with pytest.raises(qcrules.RecordError, match="exactly one top key"):
        qcrules.check({"inspection": {}, "monitoring_report": {}})


def test_a_saved_case_of_a_pack_that_is_not_the_usual_one_names_it(tmp_path):
    (tmp_path / "case.yaml").write_text("жалоба: {поступила: 2021-03-01}\n", encoding="utf-8")
    shell("check", "case.yaml", "--rules", "kz-88-v", "--save-case", "kept.case.yaml", folder=tmp_path)
    assert "pack: kz-88-v" in (tmp_path / "kept.case.yaml").read_text(encoding="utf-8")
    assert shell("test", "kept.case.yaml", folder=tmp_path).status == 0


def test_a_saved_case_keeps_the_readings_that_were_chosen(tmp_path):
    """Without them it would fail: the notice was given in time under one reading only."""
    words = "{вид: внеплановая, приказ вручён: 2014-03-03 14:00, извещение: {вручено: 2014-03-02 12:00}}"
    (tmp_path / "case.yaml").write_text(f"проверка: {words}\n", encoding="utf-8")
    shell(
        "check",
        "case.yaml",
        "--reading",
        "p10-day=full_day",
        "--save-case",
        "kept.case.yaml",
        folder=tmp_path,
    )
    kept = (tmp_path / "kept.case.yaml").read_text(encoding="utf-8")
    assert "readings:\n    p10-day: full_day\n" in kept
    assert shell("test", "kept.case.yaml", folder=tmp_path).status == 0
    (tmp_path / "kept.case.yaml").write_text(kept.replace("full_day", "hours"), encoding="utf-8")
    assert shell("test", "kept.case.yaml", folder=tmp_path).status == 1
