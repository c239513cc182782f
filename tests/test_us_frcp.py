"""A pack in the language of moments: hours that roll, days added to a term, a term that conditions choose."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import shell as run

from qcrules.judge.check import check
from qcrules.judge.rulebook import load_rules
from qcrules.lint import report
from qcrules.testing.mutation import mutate

PACK = Path(__file__).parent.parent / "examples" / "packs" / "us-frcp"


def test_the_lint_is_clean_and_every_unit_is_claimed():
    found = report(PACK)
    assert [f"{issue.place}: {issue.message.en}" for issue in found.issues if issue.fails] == []
    assert found.covered is not None
    assert found.covered.claimed == found.covered.units == 3


@pytest.mark.long
def test_the_cases_show_all_of_it_and_notice_every_slip():
    got = run("test", str(PACK), "--coverage", "--fail-under", "100", "--lang", "en")
    assert got.status == 0, got.out
    tally = mutate(PACK, jobs=1)
    assert [one.sentence().en for one in (*tally.survived, *tally.waived)] == []
    assert tally.mutants > 80


def test_hours_roll_to_the_same_time_and_days_are_added_to_the_end_of_a_term():
    action = {
        "served_on": "2024-01-10",
        "emergency": {"made_at": "2024-01-12 15:00", "complied_at": "2024-01-16 15:30"},
        "counterclaim": {"served_on": "2024-01-14", "by_mail": True, "answered_on": "2024-02-09"},
    }
    found = check({"action": action}, rules=load_rules(PACK), as_of="2024-03-01")
    due = {one.rule: str(one.due.at) for one in found.violations if one.due is not None}
    assert due["r06-hours"] == "2024-01-16 15:00:00"
    assert due["r06-mail"] == "2024-02-08"


def test_where_the_calendar_is_not_known_the_latest_due_day_is_told():
    """21 days end on 15 April 2024: Patriots' Day in Massachusetts, a working day elsewhere."""
    page = {"counterclaim": {"served_on": "2024-03-25", "answered_on": "2024-04-17"}}
    action = {"court_state": "?", "served_on": "2024-03-25", **page}
    found = check({"action": action}, rules=load_rules(PACK), as_of="2024-06-01").violations
    [late] = [one for one in found if one.rule == "r12-counterclaim"]
    assert late.due is not None
    assert late.delay is not None
    assert (str(late.due.earliest), str(late.due.at), late.delay.value) == ("2024-04-15", "2024-04-16", 1)
