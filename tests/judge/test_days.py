"""The days of a check: its own, those of the edition in force, the last day of the calendar, and the order of steps."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType

import pytest
from packs import BACK, HEAD, LATE, PAID, judged, load, only, rule, verdict

from qcrules import RecordError, UsageError
from qcrules.finding import Verdict
from qcrules.judge.check import check


@pytest.mark.parametrize(
    ("own", "of_rule"),
    [("KZ", "KZ"), ("weekends", "KZ"), ("GB", {"по": "вид", "ночная": "KZ"}), ("KZ+GB", "KZ+GB")],
)
def test_days_off_that_nobody_knows_yet_are_an_assumption(tmp_path, own, of_rule):
    """The transfers of 2026 are not known; a term that ends before needs none of them."""
    head = HEAD.replace("по: 2014-12-31", "по: 2030-12-31").replace(
        "календарь: weekends", f"календарь: {own}"
    )
    term = {"что": "возвращена", "через": "5 рабочих дней", "после": "выдана"}
    book = load(tmp_path, [rule(календарь=of_rule, требуется={"не_позднее": term})], head=head)
    for lent, said in (("2025-12-01", False), ("2025-12-30", True)):
        found = judged(book, {"kind": "night", "lent_at": lent, "returned_at": lent}, as_of="2026-06-30")
        assert any("known here up to 2025" in one.en for one in found.assumptions) is said


class TestDayOfTheCheck:
    @pytest.fixture
    def book(self, tmp_path):
        return load(tmp_path, [BACK])

    def test_the_argument_beats_the_record_and_the_record_beats_today(self, book):
        record = {"as_of": "2014-06-07", "loan": {"lent_at": "2014-06-02", "returned_at": None}}
        asked = check(record, rules=book, as_of=date(2014, 6, 8))
        told = check(record, rules=book)
        silent = check({"loan": record["loan"]}, rules=book)
        assert [(one.as_of_source, str(only(one).verdict)) for one in (asked, told, silent)] == [
            ("argument", "violated"),
            ("record", "pending"),
            ("today", "violated"),
        ]
        assert (asked.as_of, told.as_of, silent.as_of) == (date(2014, 6, 8), date(2014, 6, 7), date.today())
        assert (asked.assumptions, told.assumptions) == ((), ())
        assert str(date.today()) in silent.assumptions[0].en

    @pytest.mark.parametrize("day", ["2014-06-07", "07.06.2014", datetime(2014, 6, 7, 9)])
    def test_it_may_be_text(self, book, day):
        assert check({"loan": LATE}, rules=book, as_of=day).as_of == date(2014, 6, 7)

    @pytest.mark.parametrize("day", ["2014-06", "вчера", "2014-06-07 10:00", 7])
    def test_what_is_no_day_is_told(self, book, day):
        with pytest.raises(UsageError, match="is no day"):
            check({"loan": LATE}, rules=book, as_of=day)

    def test_a_language_that_is_none_is_told(self, book):
        with pytest.raises(UsageError, match="there are ru and en"):
            check({"loan": LATE}, rules=book, lang="de")  # type: ignore[arg-type]

    def test_readings_that_are_no_mapping_are_told(self, book):
        with pytest.raises(UsageError, match=r"expected a mapping, reading: option, not `\[\"x\"\]`"):
            check({"loan": LATE}, rules=book, readings=["x"])  # type: ignore[arg-type]

    def test_a_minute_is_its_day(self, book):
        found = check({"loan": LATE}, rules=book, as_of=datetime(2014, 6, 7, 15, 30))
        assert found.as_of == date(2014, 6, 7)
        assert type(found.as_of) is date

    @pytest.mark.parametrize("word", ["as_of", "на дату"])
    @pytest.mark.parametrize("day", ["07/06/2014", "2014-06", "2014-06-07 10:00", "вчера", 5, "1990-01-01"])
    def test_no_day_is_guessed(self, book, word, day):
        with pytest.raises(RecordError, match="is no day like 2014-01-31"):
            check({word: day, "loan": {}}, rules=book)


class TestEditions:
    FIRST = rule("p1-first", действует={"по": "2014-05-31"}, требуется=PAID)
    SECOND = rule("p1-second", действует={"с": "2014-06-01"}, требуется=PAID)

    @pytest.fixture
    def book(self, tmp_path):
        return load(tmp_path, [self.FIRST, self.SECOND, rule("p1-whole-life", требуется=PAID)])

    def test_where_no_date_is_known_the_life_of_the_law_is_assumed(self, book):
        found = judged(book, {"paid": "no"})
        assert [str(one.verdict) for one in found.findings] == ["undetermined", "undetermined", "violated"]
        [assumed] = found.assumptions
        assert "2014-01-01 to 2014-12-31" in assumed.en
        assert "01.01.2014–31.12.2014" in assumed.ru
        assert found.findings[0].missing[0].field == "lent_at"

    def test_a_known_date_leaves_nothing_to_assume(self, book):
        assert judged(book, {"lent_at": "2014-06-01"}).assumptions == ()

    def test_a_finding_names_its_edition(self, book):
        found = judged(book, {"lent_at": "2014-06-02"}).findings
        assert [one.edition for one in found] == [
            "2014-01-01/2014-05-31",
            "2014-06-01/2014-12-31",
            "2014-01-01/2014-12-31",
        ]

    def test_the_first_known_date_of_the_list_chooses(self, tmp_path):
        head = HEAD.replace("[lent_at]", "[lent_at, returned_at]")
        book = load(tmp_path, [self.FIRST], head=head)
        assert verdict(book, {"returned_at": "2014-05-01", "paid": "no"}) == "violated"
        assert verdict(book, {"lent_at": None, "returned_at": "2014-06-02", "paid": "no"}) == "not_applicable"
        assert (
            verdict(book, {"lent_at": "2014-06-02", "returned_at": "2014-05-01", "paid": "no"})
            == "not_applicable"
        )


class TestTheLastDay:
    RECORD = MappingProxyType(
        {
            "order": {"issued_on": "2015-06-29"},
            "letter": {"sent_on": "2015-07-10", "delivered_at": "2015-07-13", "reply_due_on": "2015-09-01"},
            "implementation": None,
        }
    )

    @pytest.mark.parametrize(
        ("due", "as_of", "verdict", "noted"),
        [
            ("2015-07-17", date(2015, 8, 1), Verdict.VIOLATED, False),
            ("2015-09-01", date(2015, 8, 1), Verdict.PENDING, True),
            ("2015-09-01", date(2015, 9, 2), Verdict.VIOLATED, True),
        ],
    )
    def test_a_due_day_after_it_is_noted(self, due, as_of, verdict, noted):
        letter = {**self.RECORD["letter"], "reply_due_on": due}
        found = check({"inspection": {**self.RECORD, "letter": letter}}, as_of=as_of)
        [report] = [one for one in found.findings if one.rule == "p23-report"]
        assert report.verdict is verdict
        assert (
            "after the last day on which the regulation is in force, 2015-07-18." in report.text.en
        ) is noted
        assert (
            "Срок, 01.09.2015, — после последнего дня действия правил, 18.07.2015." in report.text.ru
        ) is noted


class TestWarnings:
    @pytest.fixture
    def book(self, tmp_path):
        head = HEAD + "порядок_событий: {loan: [[lent_at, reminded_at, returned_at]]}\n"
        return load(tmp_path, [rule(требуется={})], head=head)

    @pytest.mark.parametrize(
        ("record", "pairs"),
        [
            ({"lent_at": "2014-03-05", "returned_at": "2014-03-04"}, [("returned", "lent")]),
            ({"lent_at": "2014-03-05", "returned_at": "2014-03-05"}, []),
            ({"lent_at": "2014-03-05 15:00", "returned_at": "2014-03-05 10:00"}, []),
            ({"lent_at": "2014-03-05/2014-03-09", "returned_at": "2014-03-06"}, []),
            ({"lent_at": "2014-03", "returned_at": "2014-02-28"}, [("returned", "lent")]),
            ({"lent_at": "?", "returned_at": "2014-03-04"}, []),
            (
                {"lent_at": "2014-03-05", "reminded_at": None, "returned_at": "2014-03-04"},
                [("returned", "lent")],
            ),
            (
                {"lent_at": "2014-03-05", "reminded_at": "2014-03-04", "returned_at": "2014-03-03"},
                [("reminded", "lent"), ("returned", "reminded")],
            ),
        ],
    )
    def test_the_other_way_round_is_a_warning_beside_the_verdicts(self, book, record, pairs):
        found = judged(book, record)
        assert len(found.warnings) == len(pairs)
        for words, (then, first) in zip(found.warnings, pairs, strict=True):
            assert f"“{then}”" in words.en.partition("is earlier than")[0]
            assert f"“{first}”" in words.en.partition("is earlier than")[2]
        assert only(found).verdict is Verdict.COMPLIANT

    def test_both_places_are_named(self, book, tmp_path):
        case = tmp_path / "case.yaml"
        case.write_text("loan:\n  lent_at: 2014-03-05\n  returned_at: 2014-03-04\n", encoding="utf-8")
        [words] = check(case, rules=book, as_of=date(2014, 6, 1)).warnings
        assert f"{case}:2:12" in words.ru
        assert f"{case}:3:16" in words.en

    def test_the_end_of_a_month_comes_with_the_month(self, tmp_path):
        head = HEAD + "порядок_событий: {loan: [[month.end, lent_at]]}\n"
        book = load(tmp_path, [rule(требуется={})], head=head)
        [said] = judged(book, {"month": "2014-03", "lent_at": "2014-03-05"}).warnings
        assert "“lent” (2014-03-05) is earlier than “month” (2014-03)" in said.en

    CONTRADICTIONS = """
противоречия:
  loan:
    - {суть: {ru: не лгите, en: that cannot be}, если: {оплачена: нет, повреждена: да}}
    - {суть: {ru: не сходится, en: the notes differ}, различаются: [примечание, читатель.имя]}
"""

    @pytest.mark.parametrize(
        ("record", "said"),
        [
            ({"paid": "no", "damaged": "yes"}, ["that cannot be: “paid” (no), “damaged” (yes)"]),
            ({"paid": "no", "damaged": "?"}, []),
            ({"paid": "yes", "damaged": "yes"}, []),
            ({"remark": "One  thing", "reader": {"name": "one THING"}}, []),
            ({"remark": "one", "reader": {"name": "?"}}, []),
            ({"remark": "one"}, []),
            (
                {"remark": "one", "reader": {"name": "other"}},
                ["the notes differ: “remark” (one), “reader: name” (other)"],
            ),
        ],
    )
    def test_what_cannot_be_said_at_once_is_a_warning(self, tmp_path, record, said):
        book = load(tmp_path, [rule(требуется={})], head=HEAD + self.CONTRADICTIONS)
        found = judged(book, record)
        assert [words.en for words in found.warnings] == said
        assert only(found).verdict is Verdict.COMPLIANT

    @pytest.mark.parametrize(
        ("record", "said"),
        [
            ({"act": {"drawn_up_at": "2014-02-19 17:00", "states_time": "no"}}, "hour of the act"),
            ({"act": {"drawn_up_at": "2014-02-19 17:00", "states_no_time": "yes"}}, "hour of the act"),
            ({"act": {"drawn_up_at": "2014-02-19", "states_time": "no"}}, ""),
            ({"cancellation_reason": "refused_to_read_order", "obstructions": None}, "no such refusal"),
            (
                {
                    "cancellation_reason": "refused_to_read_order",
                    "obstructions": [{"kind": "refused_to_read_order", "occurred_at": "2014-02-04"}],
                },
                "",
            ),
            (
                {"act": {"drawn_up_at": "2014-02-19"}, "obstructions": [{"occurred_at": "2014-02-20"}]},
                "after the act",
            ),
            ({"act": {"drawn_up_at": "2014-02-19"}, "obstructions": [{"occurred_at": "2014-02-19"}]}, ""),
            (
                {"order": {"issued_on": "2014-02-03"}, "act": {"inspected_from": "2014-02-02"}},
                "before the order",
            ),
            ({"order": {"issued_on": "2014-02-03"}, "act": {"inspected_from": "2014-02-03"}}, ""),
            (
                {"act": {"drawn_up_at": "2014-02-19", "inspected_to": "2014-02-20"}},
                "after the act was drawn up",
            ),
            ({"act": {"drawn_up_at": "2014-02-19", "inspected_to": "2014-02-19"}}, ""),
            ({"order": {"number": "12"}, "act": {"order_number": "13"}}, "number of the order"),
            ({"subject": {"name": "Akimat A"}, "act": {"subject_name": "Akimat B"}}, "another name"),
            ({"subject": {"name": "Akimat A"}, "act": {"subject_name": "akimat  a"}}, ""),
        ],
    )
    def test_what_the_record_of_an_inspection_cannot_say_at_once(self, record, said):
        found = check({"inspection": record}, as_of=date(2014, 6, 1))
        assert [said in words.en for words in found.warnings] == ([True] if said else [])

    def test_what_happens_after_the_day_of_the_check_is_noted(self, book):
        found = judged(book, {"returned_at": "2014-07-01"}, as_of="2014-06-30")
        [words] = found.warnings
        assert "“returned” (2014-07-01) is after the day of the check" in words.en
        assert "считается ещё не произошедшим" in words.ru
