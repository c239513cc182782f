# ruff: noqa: E501 - tables, one row a line
"""Why a verdict is what it is: due day, delay, what is missing and what would decide, evidence, sentences."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from packs import judged, load, only, rule
from tables import rows_of

import qcrules
from qcrules.finding import Delay, Finding, Verdict
from qcrules.judge.check import check
from qcrules.judge.rulebook import Rulebook
from qcrules.render.text import render
from qcrules.source.tree import plain
from qcrules.source.yaml import parse

IN_FIVE = {"не_позднее": {"что": "возвращена", "через": "5 рабочих дней", "после": "выдана"}}


@pytest.fixture
def found(tmp_path: Path):
    """The finding on a loan under the only rule."""

    def found(record: dict[str, Any], as_of: str = "2014-06-30", pack: Any = None, **body: Any) -> Finding:
        return only(judged(load(tmp_path, [rule(**body)], **(pack or {})), record, as_of))

    return found


class TestDue:
    def test_violated_by_a_late_act(self, found):
        one = found({"lent_at": "2014-06-06", "returned_at": "2014-06-17"}, требуется=IN_FIVE)
        assert one.due.at == date(2014, 6, 13)
        assert (one.due.base, one.due.base_field, one.due.base_term.ru) == (
            date(2014, 6, 6),
            "lent_at",
            "выдана",
        )
        assert one.due.first_counted == date(2014, 6, 9)
        assert [day.day for day in one.due.skipped] == [date(2014, 6, 7), date(2014, 6, 8)]
        assert {day.reason.ru for day in one.due.skipped} == {"суббота", "воскресенье"}
        assert (one.actual, one.delay) == (date(2014, 6, 17), Delay(2, "working_days"))

    def test_of_a_vague_start_the_last_possible_day_where_violated(self, found):
        """What is proven is the least delay."""
        one = found(
            {"lent_at": "2014-06-02/2014-06-04", "returned_at": "2014-06-20/2014-06-25"}, требуется=IN_FIVE
        )
        assert one.verdict is Verdict.VIOLATED
        assert (one.due.at, one.due.earliest) == (date(2014, 6, 11), date(2014, 6, 9))
        assert one.delay == Delay(7, "working_days")
        assert one.actual == "2014-06-20 to 2014-06-25"
        assert one.explanation.actual("ru") == "20.06.2014–25.06.2014"

    def test_and_the_earliest_where_pending(self, found):
        one = found({"lent_at": "2014-06-26/2014-06-27", "returned_at": None}, требуется=IN_FIVE)
        assert one.verdict is Verdict.PENDING
        assert one.due.at == one.due.earliest == date(2014, 7, 3)
        assert (one.actual, one.delay) == (None, None)
        assert one.message == "The gist: due 2014-07-03"

    def test_hours_are_due_to_the_minute(self, found):
        need = {"не_позднее": {"что": "возвращена", "через": "24 часа", "после": "выдана"}}
        one = found({"lent_at": "2014-06-06 10:30", "returned_at": "2014-06-07 13:31"}, требуется=need)
        assert (one.due.at, one.actual) == (datetime(2014, 6, 7, 10, 30), datetime(2014, 6, 7, 13, 31))
        assert one.delay == Delay(3, "hours")

    def test_a_day_off_between_counts_no_working_day(self, found):
        """Due on a Friday, done on the Saturday: no working day lies between, so a calendar day is said."""
        one = found({"lent_at": "2014-06-06", "returned_at": "2014-06-14"}, требуется=IN_FIVE)
        assert one.delay == Delay(1, "calendar_days")

    def test_a_term_rolled_off_a_day_off_says_from_which(self, found):
        need = {
            "не_позднее": {
                "что": "возвращена",
                "через": "8 календарных дней",
                "после": "выдана",
                "перенос": "вперёд",
            }
        }
        one = found({"lent_at": "2014-06-06", "returned_at": "2014-06-17"}, требуется=need)
        assert one.due.rolled_from == date(2014, 6, 14)

    @pytest.mark.parametrize("record", [{"lent_at": None}, {"lent_at": "?", "returned_at": "2014-06-10"}])
    def test_without_a_start_nothing_is_due(self, found, record):
        assert found(record, требуется=IN_FIVE).due is None

    def test_on_the_day_off_calendar_of_the_pack(self, found, tmp_path):
        calendar = "- {день: 2014-06-09, рабочий: нет, почему: {ru: праздник читателя, en: a feast}, источник: приказ}\n"
        one = found(
            {"lent_at": "2014-06-06", "returned_at": "2014-06-17"},
            pack={"calendar": calendar},
            требуется=IN_FIVE,
        )
        assert one.due.at == date(2014, 6, 16)
        assert date(2014, 6, 9) in [day.day for day in one.due.skipped]
        assert "праздник читателя (приказ)" in [day.reason.ru for day in one.due.skipped]


class TestMissing:
    def test_the_fact_that_would_decide_and_how(self, found):
        one = found({"lent_at": "2014-06-06", "returned_at": "?"}, требуется=IN_FIVE)
        [missing] = one.missing
        assert (missing.field, missing.term.ru) == ("returned_at", "возвращена")
        assert missing.decides.en == "2014-06-13: compliant; a day later, not at all: violated"
        assert missing.decides.ru == "13.06.2014 — соответствует; на день позже, не произошло — нарушение"
        assert one.message == "The gist: not known: “returned”"

    @pytest.mark.parametrize(
        ("need", "field", "decides"),
        [
            ({"оплачена": "да"}, "paid", "yes: compliant; no: violated"),
            ({"оплачена": "нет"}, "paid", "yes: violated; no: compliant"),
            ({"есть": "примечание"}, "remark", "recorded: compliant; none: violated"),
            ({"вид": ["ночная", "в зал"]}, "kind", "ordinary: violated; night, hall: compliant"),
        ],
    )
    def test_each_value_and_its_verdict(self, found, need, field, decides):
        [missing] = found({}, требуется=need).missing
        assert (missing.field, missing.decides.en) == (field, decides)

    def test_what_many_values_come_to_is_said_of_the_rest(self):
        body = {"kind": "territorial_unit", "oblast": "karaganda"}
        case = {"order": {"issued_on": "2015-01-12"}, "inspecting_body": body, "subject": {"oblast": "?"}}
        findings = check({"inspection": case}, as_of="2015-03-01", engine="reference").findings
        [missing] = next(one.missing for one in findings if one.rule == "p06-competence-area")
        assert missing.decides.en == "Karaganda: compliant; any other: violated"

    def test_only_what_is_open_is_missing(self, found):
        """The condition first; of the requirement only what the verdict hangs on."""
        need = {"оплачена": "да", "повреждена": "нет"}
        for record, names in (
            ({}, ["kind"]),
            ({"kind": "night"}, ["paid", "damaged"]),
            ({"kind": "night", "paid": True}, ["damaged"]),
        ):
            one = found(record, если={"вид": "ночная"}, требуется=need)
            assert [missing.field for missing in one.missing] == names

    def test_of_several_none_decides_alone(self, found):
        one = found({}, требуется={"оплачена": "да", "повреждена": "нет"})
        assert [missing.decides.en for missing in one.missing] == ["", ""]

    def test_what_is_decided_misses_nothing(self, found):
        assert found({"paid": False}, требуется={"оплачена": "да"}).missing == ()


class TestEvidence:
    CASE = """\
loan:
  lent_at: 2014-06-06
  returned_at: "2014-06-17 10:30"
  kind: night
  paid: no
  renewals: 3
  marks: [stamp, note]
  remark: на руках
  reader: {name: Абай, adult: yes}
  claims:
    - {kind: loss, upheld: yes}
    - {kind: damage}
"""

    @pytest.fixture
    def evidence(self, tmp_path: Path):
        def evidence(**body: Any) -> dict[str, Any]:
            book = load(tmp_path / "pack", [rule(**body)])
            case = tmp_path / "case.yaml"
            case.write_text(self.CASE, encoding="utf-8")
            one = check(case, rules=book, as_of=date(2014, 6, 30)).findings[-1]
            return {
                fact.field: (fact.value, fact.words.ru, fact.source.removeprefix(f"{case}:"))
                for fact in one.evidence
                if not fact.background
            }

        return evidence

    def test_each_recorded_fact_with_its_place(self, evidence):
        assert evidence(если={"вид": "ночная"}, требуется=IN_FIVE) == {
            "kind": ("night", "ночная", "4:9"),
            "returned_at": ("2014-06-17T10:30", "17.06.2014 10:30", "3:16"),
            "lent_at": ("2014-06-06", "06.06.2014", "2:12"),
        }

    def test_values_in_words(self, evidence):
        need = {
            "оплачена": "да",
            "не_больше": {"что": "продлений", "чем": 2},
            "есть": ["примечание", "читатель"],
        }
        assert evidence(требуется={**need, "содержит": {"в": "отметки", "что": "пеня"}}) == {
            "paid": (False, "нет", "5:9"),
            "renewals": (3, "3", "6:13"),
            "remark": ("на руках", "на руках", "8:11"),
            "reader": (True, "да", "9:3"),
            "marks": ("note, stamp", "штамп, запись", "7:3"),
        }

    def test_of_an_item(self, evidence):
        assert evidence(для_каждого="претензии", требуется={"претензии.вид": "утрата"}) == {
            "claims[2].kind": ("damage", "порча", "12:14")
        }

    def test_of_all_items(self, evidence):
        found = evidence(требуется={"хотя_бы_один": {"в": "претензии", "где": {"претензии.вид": "утрата"}}})
        assert {"claims[1].kind", "claims[2].kind"} <= set(found)

    def test_what_is_not_recorded_is_no_evidence(self, evidence):
        assert evidence(требуется={"повреждена": "нет"}) == {}

    def test_an_object_that_is_not_there_speaks_for_what_is_in_it(self, tmp_path):
        book = load(tmp_path, [rule(требуется={"есть": "читатель.имя"})])
        [fact] = [fact for fact in only(judged(book, {"reader": None})).evidence if not fact.background]
        assert (fact.field, fact.value, fact.source) == ("reader", None, None)

    def test_the_date_of_the_edition_stands_in_the_background(self, found):
        one = found({"lent_at": "2014-06-06", "paid": False}, требуется={"оплачена": "да"})
        assert [(fact.field, fact.background) for fact in one.evidence] == [
            ("paid", False),
            ("lent_at", True),
        ]


@pytest.mark.parametrize(("body", "loan", "day", "russian", "english"), rows_of("sentences.md"))
def test_what_a_finding_says(tmp_path, body, loan, day, russian, english):
    words, record = (plain(parse(said, "sentences.md"))[0] for said in (body, loan))
    one = only(judged(load(tmp_path, [rule(**words)]), record, day))
    assert (one.text.ru, one.text.en) == (russian, english)


READINGS = {
    "p1-day": {
        "вопрос": "?",
        "варианты": {"next": "со следующего", "same": "с этого"},
        "по_умолчанию": "next",
    }
}


class TestContested:
    @pytest.fixture
    def book(self, tmp_path: Path) -> Rulebook:
        counted = {"чтение": "p1-day", "next": "не_считается", "same": "считается"}
        need = {"не_позднее": {**IN_FIVE["не_позднее"], "первый_день": counted}}
        return load(tmp_path, [rule(требуется=need)], readings=READINGS)

    def test_it_says_under_which_reading_it_turns(self, book):
        one = only(judged(book, {"lent_at": "2014-06-06", "returned_at": "2014-06-13"}))
        assert [(row.reading, row.option, str(row.verdict)) for row in one.readings] == [
            ("p1-day", "next", "compliant"),
            ("p1-day", "same", "violated"),
        ]


def test_an_explanation_is_worked_out_once_and_kept(found):
    one = found({"lent_at": "2014-06-06", "returned_at": "2014-06-17"}, требуется=IN_FIVE)
    assert one.explanation is one.explanation


@pytest.mark.long
def test_every_finding_of_a_full_record_is_explained_in_both_languages():
    """No placeholder is left, no sentence is empty, in any example under any verdict."""
    for example in sorted((Path(__file__).parents[2] / "examples").glob("*.yaml")):
        for one in qcrules.check(example).findings:
            for words in (one.text.ru, one.text.en):
                assert words.strip()
                assert "{" not in words


def test_a_finding_names_the_verdicts_that_it_rests_on(tmp_path: Path):
    book = load(
        tmp_path,
        [
            rule("p1-back", требуется=IN_FIVE),
            rule("p1-paid", норма="п.2", если={"вердикт": "p1-back"}, требуется={"paid": "да"}),
        ],
    )
    late = {"lent_at": "2014-06-06", "returned_at": "2014-06-17", "paid": False}
    back, paid = judged(book, late, "2014-06-30").findings
    assert back.rests_on == ()
    assert [(one.rule, one.citation, one.verdict) for one in paid.rests_on] == [
        ("p1-back", "п.1", "violated")
    ]
    assert (
        qcrules.Assessment.from_json(judged(book, late, "2014-06-30").to_json()).findings[1].rests_on
        == paid.rests_on
    )
    text = render([judged(book, late, "2014-06-30")])
    assert "rests on the verdict on: п.1 (p1-back) — violated" in text
