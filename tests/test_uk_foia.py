"""A second regulation is data: another folder, in English, with its own calendar, checked by the same code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qcrules.cli import main
from qcrules.judge.check import check
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.lint import report
from qcrules.testing.mutation import mutate

PACK = Path(__file__).parent.parent / "examples" / "packs" / "uk-foia"
REQUEST = {
    "id": "R-1",
    "date_of_receipt": "2014-03-03",
    "fees_notice_given_at": "2014-03-10",
    "fee_received_at": "2014-03-24",
    "communicated_at": "2014-04-17",
    "holds": True,
}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rules(PACK)


def test_it_is_data_and_nothing_else():
    assert {path.suffix for path in PACK.iterdir()} == {".md", ".yaml"}


def test_the_lint_is_clean_and_every_unit_is_claimed():
    found = report(PACK)
    assert [f"{issue.place}: {issue.message.en}" for issue in found.issues if issue.fails] == []
    assert found.covered is not None
    assert found.covered.claimed == found.covered.units > 20


def test_the_cases_show_all_of_it(capsys: pytest.CaptureFixture[str]):
    status = main(["test", str(PACK), "--coverage", "--fail-under", "100", "--lang", "en"])
    assert status == 0, capsys.readouterr().out


@pytest.mark.long
def test_the_cases_notice_every_slip():
    tally = mutate(PACK, jobs=1)
    assert [one.sentence().en for one in (*tally.survived, *tally.waived)] == []
    assert tally.mutants > 200


def test_a_bank_holiday_in_any_part_of_the_country_is_no_working_day(book: Rulebook):
    for day in (date(2014, 1, 2), date(2014, 3, 17), date(2014, 7, 14), date(2014, 8, 4), date(2014, 8, 25)):
        assert not book.calendar.is_working(day.toordinal())


def test_a_finding_shows_the_days_that_do_not_count(book: Rulebook):
    found = check({"foi_request": REQUEST}, rules=book, complete=True)
    finding = next(one for one in found.findings if one.rule == "s10-communicate")
    assert str(finding.verdict) == "violated"
    assert finding.citation == "s.10(1)"
    assert finding.due is not None
    assert finding.due.at == date(2014, 4, 15)
    assert finding.due.base == date(2014, 3, 3)
    out = [
        one.day
        for one in finding.due.skipped
        if one.reason.en.startswith("does not count: from “fees notice")
    ]
    assert (out[0], out[-1], len(out)) == (date(2014, 3, 10), date(2014, 3, 24), 10)


def test_while_the_fee_is_not_paid_the_clock_stands_still(book: Rulebook):
    request = {**REQUEST, "fee_received_at": None, "communicated_at": None}
    found = check({"foi_request": request}, rules=book, as_of=date(2014, 9, 1), complete=True)
    finding = next(one for one in found.findings if one.rule == "s10-communicate")
    assert str(finding.verdict) == "pending"
    assert finding.due is None


@pytest.mark.parametrize(
    "wrong",
    [
        "{what: answered, within: 20 working days, after: date_of_receipt, excluding: {from: fee_received_at}}",
        "{what: answered, than: date_of_receipt, excluding: {from: fees_notice_given_at, to: fee_received_at}}",
        "{what: answered, within: 24 hours, after: date_of_receipt,"
        " excluding: {from: fees_notice_given_at, to: fee_received_at}}",
    ],
)
def test_days_are_left_out_of_a_term_in_days_only(tmp_path, wrong):
    for path in PACK.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    page = (tmp_path / "p10.md").read_text(encoding="utf-8")
    head, _, rest = page.partition("    not_later:\n")
    rest = rest.partition("  violated:")[2]
    (tmp_path / "p10.md").write_text(f"{head}    not_later: {wrong}\n  violated:{rest}", encoding="utf-8")
    issues = report(tmp_path).issues
    assert any("excluding" in issue.message.en for issue in issues)
    assert all(issue.place.line for issue in issues)
