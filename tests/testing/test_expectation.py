"""What a cell of a case table asserts."""

from __future__ import annotations

from datetime import date

import pytest

from qcrules.finding import Delay, Due, Explanation, Finding, Force, Missing, Provision, Verdict
from qcrules.testing.cases.expectation import Expectation, NotUnderstood, agree, parse
from qcrules.text import Text


def finding(verdict=Verdict.VIOLATED, **how):
    due = date(2014, 4, 1)
    plain = {
        "due": Due(due, due, None, None, None, None),
        "delay": Delay(2, "working_days"),
        "missing": (
            Missing("notice.delivered_at", Text("извещение.вручено", "notice: delivered"), Text("", "")),
        ),
        "contested": True,
    }
    plain |= how
    contested = plain.pop("contested")
    provision = Provision("r", "п.1", "rules", "1", None, None, Force.MANDATORY, "", None, None, Text("", ""))
    return Finding(provision, None, verdict, contested, "ru", Explanation(Text("", ""), **plain))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("нарушение", Expectation(Verdict.VIOLATED)),
        ("not applicable", Expectation(Verdict.NOT_APPLICABLE)),
        ("срок не истёк; срок 2014-04-01", Expectation(Verdict.PENDING, due="2014-04-01")),
        ("нарушение; +2 рабочих дня; спорно", Expectation(Verdict.VIOLATED, delay=2, contested=True)),
        ("нарушение; срок 2014-04-01 10:00", Expectation(Verdict.VIOLATED, due="2014-04-01T10:00")),
        ("недостаточно данных; нужно а.б; нужно в", Expectation(Verdict.UNDETERMINED, missing=("а.б", "в"))),
    ],
)
def test_a_cell_is_read(cell, expected):
    assert parse(cell) == (expected,)


def test_a_verdict_an_item():
    assert [one.verdict for one in parse("нарушение / соответствует; спорно")] == [
        Verdict.VIOLATED,
        Verdict.COMPLIANT,
    ]


@pytest.mark.parametrize("cell", ["нарушено", "", "нарушение; вчера", "нарушение; срок", "нарушение; +много"])
def test_what_is_not_understood_is_said(cell):
    with pytest.raises(NotUnderstood) as caught:
        parse(cell)
    assert caught.value.words.ru
    assert caught.value.words.en


@pytest.mark.parametrize(
    ("cell", "holds"),
    [
        ("нарушение", True),
        ("соответствует", False),
        ("нарушение; срок 2014-04-01", True),
        ("нарушение; срок 2014-04-02", False),
        ("нарушение; +2", True),
        ("нарушение; +3", False),
        ("нарушение; спорно", True),
        ("нарушение; нужно извещение.вручено", True),
        ("нарушение; нужно проверка.извещение.вручено", True),
        ("нарушение; нужно notice.delivered_at", True),
        ("нарушение; нужно вручено-не-то", False),
    ],
)
def test_a_finding_holds_to_a_cell_or_not(cell, holds):
    assert agree(parse(cell), [finding()]) is holds


def test_no_finding_holds_to_nothing():
    assert not agree(parse("нарушение"), [])


def test_a_due_date_is_wanted_where_it_is_asserted():
    assert not agree(parse("нарушение; срок 2014-04-01"), [finding(due=None)])
    assert not agree(parse("нарушение; спорно"), [finding(contested=False)])


def test_items_one_for_all_or_one_each():
    bad, good = finding(), finding(Verdict.COMPLIANT)
    assert agree(parse("нарушение"), [bad, bad])
    assert not agree(parse("нарушение"), [bad, good])
    assert agree(parse("нарушение / соответствует"), [bad, good])
    assert not agree(parse("нарушение / соответствует"), [bad, good, good])


def test_words_give_the_cell_back():
    for cell in ("нарушение; срок 2014-04-01; +2; спорно; нужно а", "соответствует"):
        assert parse(cell)[0].words("ru") == cell
