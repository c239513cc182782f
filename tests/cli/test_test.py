"""`qcrules test`: exit status, forms, choices."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from packs import SHOP

from .conftest import Run

CASE = "случаи:\n  - {{случай: о письме, проверка: {facts}, ожидается: {{p18-five-days: {verdict}}}}}\n"
FACTS = "{письмо.направлено: 2014-01-08, решение.рассмотрено: 2013-12-27, решение.принято: 2013-12-27}"
EARLY = FACTS.replace("2014-01-08", "2014-01-06")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    name = tmp_path / "one.case.yaml"
    name.write_text(CASE.format(facts=EARLY, verdict="соответствует"), "utf-8")
    return name


def test_a_case_file_is_run_on_the_built_in_pack(run: Run, file: Path) -> None:
    done = run("test", str(file), "--engine", "reference")
    assert (done.status, done.err) == (0, "")
    assert done.out.strip() == "1 case passed"


def test_a_failed_case_is_told_and_exits_1(run: Run, file: Path) -> None:
    file.write_text(CASE.format(facts=EARLY, verdict="нарушение"), "utf-8")
    done = run("test", str(file), "--engine", "reference", "--lang", "ru")
    assert done.status == 1
    assert "one.case.yaml:2" in done.out
    assert "ожидалось: нарушение" in done.out
    assert "получено: соответствует" in done.out


def test_json_has_the_five_keys(run: Run, file: Path) -> None:
    data = json.loads(run("test", str(file), "--engine", "reference", "--format", "json").out)
    assert list(data) == ["passed", "failed", "cases", "coverage", "mutation"]
    assert (data["passed"], data["failed"], len(data["cases"])) == (1, 0, 1)
    assert data["coverage"] == {}  # not asked for: of the same shape, and empty
    assert {key: data["mutation"][key] for key in ("mutants", "killed", "survived")} == {
        "mutants": 0,
        "killed": 0,
        "survived": [],
    }


def test_junit_can_be_read(run: Run, file: Path) -> None:
    file.write_text(CASE.format(facts=EARLY, verdict="нарушение"), "utf-8")
    done = run("test", str(file), "--engine", "reference", "--format", "junit")
    top = ElementTree.fromstring(done.out)
    [case] = top.iter("testcase")
    assert (top.get("tests"), top.get("failures")) == ("1", "1")
    assert case.get("name") == "о письме"
    assert case.find("failure") is not None


@pytest.mark.long
def test_coverage_of_a_page_and_fail_under(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    how = ("test", "--select", "п.18", "--engine", "reference", "--format", "json", "--html", str(page))
    done = run(*how, "--fail-under", "50")
    assert done.status == 0
    covered = json.loads(done.out)["coverage"]
    assert {one["page"] for one in covered["rules"]} == {"p18"}
    assert "p18-five-days" in page.read_text("utf-8")
    assert page.read_text("utf-8").count("<h2>") == 1  # of what was not asked for nothing is said


@pytest.mark.parametrize(
    "asked", [("-k", "нет такого"), ("--select", "п.77"), ("--select", "п.3", "--select", "п.77")]
)
def test_what_chooses_no_case_is_a_mistake_not_a_success(run: Run, asked: tuple[str, ...]) -> None:
    done = run("test", str(SHOP), *asked, "--lang", "ru")
    assert (done.status, done.out) == (2, "")
    assert done.err.strip() == f"`{' '.join(asked[-2:])}`: таких случаев нет"


def test_a_number_out_of_range_is_told_in_the_language_of_the_user(run: Run) -> None:
    done = run("test", "--fail-under", "101", "--lang", "ru")
    assert done.status == 2
    assert done.err.startswith("--fail-under: нужно число от 0 до 100\n")


@pytest.mark.long
def test_mutation_of_a_page(run: Run) -> None:
    done = run(
        "test", "--select", "p09", "--mutate", "--jobs", "1", "--engine", "reference", "--format", "json"
    )
    mutation = json.loads(done.out)["mutation"]
    assert mutation["mutants"] == mutation["killed"] + len(mutation["survived"]) + len(mutation["excused"])
    assert mutation["mutants"] > 3


def test_a_missing_path_exits_2(run: Run) -> None:
    assert run("test", "nowhere.case.yaml").status == 2
