# ruff: noqa: E501 - tables, one row a line
"""Each verb: what it lowers to, and how it says itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from packs import LIBRARY, load, rule, verdict

from qcrules.judge.rulebook import load_rules
from qcrules.kernel.formula import Compare, Scale
from qcrules.law.dependencies import conditions_of
from qcrules.law.verbs import VERBS, NoLonger, NotEarlier, NotLater, Timed, walk
from qcrules.time.calendar import load_calendar
from qcrules.time.counting import Counting
from qcrules.time.term import Term


@pytest.fixture
def lowered(tmp_path: Path):
    """The operands of the only comparison of a requirement: (path, scale, months, days, shift) left and right."""

    def lowered(need: dict[str, Any]) -> tuple[Any, Any]:
        machine = load(tmp_path, [rule(требуется=need)]).machine("loan")
        [variant] = machine.lowered.variants
        assert isinstance(variant.requirement, Compare)
        names = {slot: path for path, slot in machine.lowered.layout.slots.items()}

        def side(number: int) -> Any:
            one = machine.lowered.operands[number]
            if one.slot is None:
                return one.shift
            scale = Scale(one.scale).name.lower()
            return names[one.slot], scale, one.months, one.days, one.shift

        return side(variant.requirement.left), side(variant.requirement.right)

    return lowered


def late(term: str, **how: str) -> dict[str, Any]:
    return {"не_позднее": {"что": "возвращена", "через": term, "после": "выдана", **how}}


def before(term: str, **how: str) -> dict[str, Any]:
    return {"не_позднее": {"что": "возвращена", "за": term, "до": "выдана", **how}}


COUNTED = {"первый_день": "считается"}


def test_membership_is_one_comparison_and_not_an_or(lowered):
    assert lowered({"вид": ["ночная", "в зал"]}) == (1, ("kind", "member", 0, 0, 0))


def test_an_element_is_there(lowered):
    assert lowered({"есть": "примечание"}) == (1, ("remark", "raw", 0, 0, 0))
    assert lowered({"есть": "возвращена"})[0] == ("returned_at", "raw", 0, 0, 0)


@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("unit", ["рабочих дней", "календарных дней", "месяцев"])
@pytest.mark.parametrize("how", [{}, COUNTED, {"перенос": "вперёд"}, {"перенос": "назад"}])
@pytest.mark.parametrize("back", [False, True])
def test_the_verdict_turns_on_the_due_day_that_a_person_is_told(tmp_path, count, unit, how, back):
    """The lowering and the reckoning of due days are two: here they agree, on every start of a fortnight."""
    made = before if back else late
    book = load(tmp_path, [rule(требуется=made(f"{count} {unit}", **how))])
    rolls: dict[Any, Any] = {None: "none", "вперёд": "forward", "назад": "back"}
    term, calendar = Term.parse(f"{count} {unit}"), load_calendar("weekends")
    counting = Counting(term, back, "первый_день" in how, rolls[how.get("перенос")])
    for day in range(date(2014, 3, 24).toordinal(), date(2014, 4, 7).toordinal()):
        due = counting.due_day(day, calendar)
        for at, said in ((due, "compliant"), (due + 1, "violated")):
            record = {"lent_at": date.fromordinal(day), "returned_at": date.fromordinal(at)}
            assert verdict(book, record, as_of="2016-01-01", engine="reference") == said


SENTENCES: list[tuple[dict[str, Any], str, str]] = [
    ({"есть": ["выдана", "примечание"]}, "есть «выдана», «примечание»", "“lent”, “remark” recorded"),
    ({"вид": "ночная"}, "«вид» — ночная", "“kind” is night"),
    ({"оплачена": "нет"}, "«оплачена» — нет", "“paid” is no"),
    (late("5 рабочих дней"), "«возвращена» — не позднее, чем через 5 рабочих дней после «выдана»", "“returned” not later than 5 working days after “lent”"),
    (before("1 месяц", **COUNTED), "«возвращена» — не позднее, чем за 1 месяц до «выдана», считая первый день", "“returned” not later than 1 month before “lent”, the first day counted"),
    ({"не": {"есть": "выдана"}}, "неверно, что есть «выдана»", "not (“lent” recorded)"),
    ({"не_больше": {"что": "продлений", "чем": 2}}, "«продлений» не больше чем 2", "“renewals” is at most 2"),
    ({"вердикт": "p1-other"}, "нарушено правило `p1-other`", "rule `p1-other` is violated"),
    ({}, "всегда", "always"),
]  # fmt: skip


@pytest.mark.parametrize(("need", "ru", "en"), SENTENCES, ids=[row[2] for row in SENTENCES])
def test_a_verb_says_itself(tmp_path, need, ru, en):
    book = load(tmp_path, [rule(требуется=need), rule("p1-other", требуется={})])
    said = book.pack.rules["loan"]["p1-rule"].forms[()].requirement
    assert said is not None
    assert (said.words("ru"), said.words("en")) == (ru, en)


def test_every_word_belongs_to_one_verb():
    words = [word for verb in VERBS for word in {verb.SPEC.ru, verb.SPEC.en}]
    assert len(words) == len(set(words))
    for verb in VERBS:
        keys = [word for arg in verb.SPEC.args for word in (arg.ru, arg.en)]
        assert len(keys) == len(set(keys))
        assert verb.SPEC.meaning.ru != verb.SPEC.meaning.en


def test_conditions_inside_conditions_are_walked(tmp_path):
    need = {
        "любое": [
            {"не": {"есть": "выдана"}},
            {"хотя_бы_один": {"в": "претензии", "где": {"претензии.признана": "да"}}},
        ]
    }
    said = load(tmp_path, [rule(требуется=need)]).pack.rules["loan"]["p1-rule"].forms[()].requirement
    assert said is not None
    assert [type(part).__name__ for part in walk(said)] == ["AnyOf", "NotOf", "Has", "Exists", "Equals"]


def test_a_verb_knows_where_it_was_read(tmp_path):
    need = {"все": [{"есть": "выдана"}, {"не": {"оплачена": "да"}}]}
    said = load(tmp_path, [rule(требуется=need)]).pack.rules["loan"]["p1-rule"].forms[()].requirement
    assert said is not None
    lines = (tmp_path / "p1.md").read_text("utf-8").split("\n")
    there = [lines[part.place.line - 1][part.place.column - 1 :] for part in walk(said)]
    assert [words.split('"')[1] for words in there] == ["все", "есть", "не", "оплачена"]


def test_what_chooses_the_calendar_of_a_term_is_read_by_its_verb() -> None:
    by_fact = [
        part
        for rule in load_rules(LIBRARY).core.rules["loan"].values()
        for form in rule.forms.values()
        for top in conditions_of(form)
        for part in walk(top)
        if isinstance(part, Timed) and part.calendar is not None and part.calendar.fact is not None
    ]
    assert {type(one) for one in by_fact} == {NotLater, NotEarlier, NoLonger}
    assert [one.words.en for one in by_fact if one.calendar.fact not in one.fields()] == []
