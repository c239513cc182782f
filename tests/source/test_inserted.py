"""Units of the text that were brought in later (what the verdicts are then is in tests/conformance/library)."""

from __future__ import annotations

from pathlib import Path

from packs import load, only, rule, write_pack

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
