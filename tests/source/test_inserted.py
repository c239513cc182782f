"""Units of the text that were brought in later (what the verdicts are then is in tests/conformance/library)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from packs import load, only, rule, write_pack

from qcrules.errors import PackError
from qcrules.judge.check import check
from qcrules.lint import report

RULES = [rule(норма="п.1 ч.2", требуется={"оплачена": "да"})]
FRONT = "введена: {п.1: 2014-03-01}\n"


def test_the_finding_says_that_the_unit_was_not_there(tmp_path: Path):
    book = load(tmp_path, RULES, front=FRONT)
    found = only(check({"loan": {"lent_at": "2014-02-28"}}, rules=book, as_of="2014-06-30"))
    assert str(found.verdict) == "not_applicable"
    assert "п.1: введено 01.03.2014, дело раньше" in found.explanation.text.ru
    assert "п.1 was brought in on 2014-03-01; the case is earlier" in found.explanation.text.en
    assert found.edition == "2014-03-01/2014-12-31"


def test_no_gap_is_open_before_it(tmp_path: Path):
    codes = {issue.code for issue in report(write_pack(tmp_path, RULES, front=FRONT)).issues}
    assert "QC006" not in codes


def test_it_must_be_in_the_text(tmp_path: Path):
    folder = write_pack(tmp_path, RULES, front="введена: {п.2 ч.7: 2014-03-01}\n")
    (folder / "source.md").write_text("### п.1\n\nСлова.\n\nЕщё слова.\n", encoding="utf-8")
    assert any(one.code == "QC002" and "п.2 ч.7" in one.message.ru for one in report(folder).issues)


def test_the_day_before_and_the_day_itself_are_to_be_shown(tmp_path: Path):
    from commands import shell

    folder = write_pack(tmp_path, RULES, front=FRONT)
    said = shell("test", str(folder), "--coverage", "--lang", "en").out
    assert "in force from 2014-03-01" in said


NIGHT = {"норма": "п.1 ч.2", "если": {"вид": "ночная"}}
PAID = {"требуется": {"оплачена": "да"}}
SINCE = "введена: {п.1 ч.2: 2014-03-01}\n"
TOLD = {"сказано": {"путь": "told", "тип": "да_нет", "норма": "п.1 ч.2", "варианты": [{"это": "оплачена"}]}}
READS = {"требуется": {"told": "да"}}


def test_coverage_and_mutation_want_both_sides_of_the_day_of_an_exception(tmp_path: Path):
    from commands import shell

    folder = write_pack(tmp_path, [rule(кроме=NIGHT, **PAID)], front=SINCE)
    said = shell("test", str(folder), "--coverage", "--lang", "en").out
    assert "except (п.1 ч.2): in force from 2014-03-01: the day before" in said
    survived = shell("test", str(folder), "--mutate", "--lang", "en").out
    assert "2014-03-01 → 2014-02-28" in survived
    assert "in force: 2014-03-01 — …" in shell("rule", "p1-rule", "--rules", str(folder), "--lang", "en").out


def test_an_exception_is_there_no_earlier_than_its_unit(tmp_path: Path):
    early = {**NIGHT, "действует": {"с": "2014-02-01"}}
    with pytest.raises(
        PackError,
        match="was brought in on 2014-03-01, but its rule or exception is in force from 2014-02-01",
    ):
        load(tmp_path, [rule(кроме=early, **PAID)], front=SINCE)


@pytest.mark.parametrize(
    "reader",
    [
        rule(**READS),
        rule(если={"told": "да"}, **PAID),
        rule(кроме={"норма": "п.1", "если": {"told": "да"}}, **PAID),
        rule(кроме={**NIGHT, "если": {"told": "да"}}, **READS),
    ],
)
def test_what_a_unit_defines_is_not_read_before_it(tmp_path: Path, reader: dict[str, Any]):
    with pytest.raises(PackError) as told:
        load(tmp_path, [reader], definitions=TOLD, front=SINCE)
    [problem] = told.value.problems
    assert problem.place.file.endswith("p1.md")
    assert problem.place.line == next(
        number
        for number, line in enumerate((tmp_path / "p1.md").read_text("utf-8").splitlines(), 1)
        if "сказано" in line
    )
    assert "rule `p1-rule` reads it before that, too" in problem.message.en


@pytest.mark.parametrize(
    "reader",
    [
        rule(действует={"с": "2014-03-01"}, **READS),
        rule(норма="п.1 ч.2", **READS),
        rule(кроме={**NIGHT, "если": {"told": "да"}}, **PAID),
        rule(действует={"с": "2014-04-01"}, кроме={"норма": "п.1", "если": {"told": "да"}}, **PAID),
    ],
)
def test_since_the_unit_is_there_it_may_be_read(tmp_path: Path, reader: dict[str, Any]):
    reader["норма"] = reader.get("норма", "п.1")
    assert load(tmp_path, [reader], definitions=TOLD, front=SINCE)
