"""The one way through: what a check takes, what it answers, and that it is a function of its arguments."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import pytest
from attrs import evolve
from packs import HEAD, judged, load, only, page, rule, verdict

import qcrules
from qcrules import UNKNOWN, RecordError, UsageError
from qcrules.domain import LEFT_OUT
from qcrules.finding import Verdict
from qcrules.judge.check import check
from qcrules.judge.rulebook import load_rules

PAID = {"оплачена": "да"}
BACK = rule(
    "p1-back",
    требуется={"не_позднее": {"что": "возвращена", "через": "5 календарных дней", "после": "выдана"}},
)
LATE = {"lent_at": "2014-06-02", "returned_at": "2014-06-10"}


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


class TestForces:
    @pytest.mark.parametrize(
        ("force", "said"), [("рекомендация", "recommendation"), ("проверка_правдоподобия", "advisory")]
    )
    def test_advice_never_counts(self, tmp_path, force, said):
        book = load(tmp_path, [rule("p1-must", требуется={}), rule("p1-may", сила=force, требуется=PAID)])
        found = judged(book, {"paid": "no"})
        assert found.violations == ()
        assert [one.rule for one in found.advice] == ["p1-may"]
        assert (str(found.findings[0].force), str(found.findings[0].verdict)) == (said, "violated")
        assert found.summary["violated"] == 0
        assert sum(found.summary.values()) == 1

    @pytest.mark.parametrize("words", [{}, {"сила": "обязательная"}, {"сила": "mandatory"}])
    def test_a_duty_counts(self, tmp_path, words):
        found = judged(load(tmp_path, [rule(требуется=PAID, **words)]), {"paid": "no"})
        assert found.violations == found.findings
        assert (found.advice, found.summary["violated"]) == ((), 1)


class TestARight:
    @pytest.mark.parametrize(
        ("returned", "as_of", "verdict", "said"),
        [
            (None, "2014-03-04", "pending", "The gist: the last day is 2014-03-10"),
            (None, "2014-03-11", "violated", "The right is lost: “The gist”"),
            ("2014-03-06", "2014-03-11", "compliant", "The right is used: “The gist”"),
        ],
    )
    @pytest.mark.parametrize("force", ["право", "right"])
    def test_it_is_used_or_lost_and_never_a_violation(self, tmp_path, returned, as_of, verdict, said, force):
        term = {"что": "возвращена", "через": "5 календарных дней", "после": "выдана"}
        book = load(tmp_path, [rule(сила=force, требуется={"не_позднее": term})])
        record = {"lent_at": "2014-03-05", "returned_at": returned}
        found = judged(book, record, as_of=as_of if returned or as_of > "2014-03-05" else "2014-03-05")
        assert (str(only(found).verdict), only(found).text.en) == (verdict, said)
        assert found.violations == found.advice == ()
        assert sum(found.summary.values()) == 0


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


class TestComplete:
    @pytest.mark.parametrize(
        ("record", "argument", "said"),
        [
            ({"complete": "да"}, None, "violated"),
            ({"полная": True}, None, "violated"),
            ({"complete": "no"}, None, "undetermined"),
            ({"complete": True}, False, "undetermined"),
            ({"complete": False}, True, "violated"),
            ({}, None, "undetermined"),
        ],
    )
    def test_the_argument_beats_the_record(self, tmp_path, record, argument, said):
        book = load(tmp_path, [rule(требуется=PAID)])
        found = check({**record, "loan": {}}, rules=book, as_of=date(2014, 6, 1), complete=argument)
        assert str(only(found).verdict) == said

    @pytest.mark.parametrize("word", ["maybe", 2, [], "#REF!"])
    def test_it_is_yes_or_no(self, tmp_path, word):
        with pytest.raises(RecordError, match=r"`complete`: "):
            check({"complete": word, "loan": {}}, rules=load(tmp_path, [BACK]))


class TestAbsence:
    @pytest.mark.parametrize("text", ["—", "нет", "None", "не было", None])
    def test_what_is_written_so_is_absent(self, tmp_path, text):
        assert (
            verdict(load(tmp_path, [rule(требуется={"есть": "примечание"})]), {"remark": text}) == "violated"
        )

    @pytest.mark.parametrize("text", ["", "   ", "\t\n", "NaN", float("nan")])
    def test_what_is_blank_is_unknown(self, tmp_path, text):
        book = load(tmp_path, [rule(требуется={"есть": "примечание"})])
        assert verdict(book, {"remark": text}) == "undetermined"

    def test_a_null_in_a_list_is_an_item_that_nobody_knows_or_is_refused(self, tmp_path):
        book = load(tmp_path, [rule(требуется=PAID)])
        given = {"loan": {"claims": [None]}}
        assert check(given, rules=book, as_of=date(2014, 6, 1), nulls="unknown").findings
        with pytest.raises(RecordError, match="expected fields here"):
            check(given, rules=book, as_of=date(2014, 6, 1))

    def test_nulls_may_say_that_nobody_knows(self, tmp_path):
        book = load(tmp_path, [rule(требуется={"есть": "примечание"})])
        for nulls, said in (("absent", "violated"), ("unknown", "undetermined"), (None, "violated")):
            found = check({"loan": {"remark": None}}, rules=book, as_of=date(2014, 6, 1), nulls=nulls)
            assert str(only(found).verdict) == said


class TestPartsAlone:
    RULES = (
        rule("p1-name", требуется={"есть": "читатель.имя"}),
        rule("p1-reply", для_каждого="претензии", требуется={"претензии.ответ.подписан": "да"}),
        rule("p1-paid", требуется=PAID),
        rule("p1-enrolled", требуется={"не_позднее": {"что": "читатель.записан", "чем": "выдана"}}),
    )

    @pytest.fixture
    def book(self, tmp_path):
        return load(tmp_path, list(self.RULES))

    def test_a_part_is_judged_by_what_speaks_of_it(self, book):
        """What it does not contain is unknown."""
        found = check(
            {"reader": {"name": "Абай", "enrolled_at": "2014-01-10"}}, rules=book, as_of=date(2014, 6, 1)
        )
        assert (found.kind, found.kind_words.ru) == ("reader", "читатель")
        assert [(one.rule, str(one.verdict)) for one in found.findings] == [
            ("p1-enrolled", "undetermined"),
            ("p1-name", "compliant"),
        ]

    def test_a_part_inside_an_item_is_that_item(self, book):
        for signed, said in ((True, "compliant"), (False, "violated"), ("?", "undetermined")):
            found = check({"ответ": {"подписан": signed}}, rules=book, as_of=date(2014, 6, 1))
            assert [(one.rule, str(one.verdict)) for one in found.findings] == [("p1-reply", said)]

    def test_acts_and_protocols_of_the_law_are_judged_alone(self):
        act = check({"акт": {"составлен": "2014-03-03 10:00", "экземпляров": 1}}, as_of=date(2014, 6, 1))
        said = {one.rule: one.verdict for one in act.findings}
        assert said["p13-copies"] is Verdict.VIOLATED
        assert not any(name.startswith(("p10-", "p5-")) for name in said)
        protocol = check(
            {"protocol": {"signed_by_inspector": False, "drawn_up_at": "2014-03-03"}}, as_of=date(2014, 6, 1)
        )
        assert {one.paragraph for one in protocol.violations} == {"12"}
        assert not any(one.rule.startswith(("p5-", "p22-")) for one in protocol.findings)


RECORD = {
    "id": "17-А",
    "kind": "planned",
    "order": {"issued_on": "2014-03-19"},
    "order_handed_at": "2014-05-02 09:30",
    "notice": {"delivered_at": "2014-04-07", "sent_at": "2014-04-07", "form": None, "states_period": True},
    "obstructions": [{"kind": "access_denied", "protocol": {"signed_by_inspector": False}}],
    "decision": {"outcomes": ["take_note"]},
    "act": None,
}
TYPED = qcrules.Inspection(
    id="17-А",
    kind="planned",
    order=qcrules.Order(issued_on=date(2014, 3, 19)),
    order_handed_at=datetime(2014, 5, 2, 9, 30),
    notice=qcrules.Notice(delivered_at="2014-04-07", sent_at=date(2014, 4, 7), form=None, states_period=True),
    obstructions=[
        qcrules.Obstruction(kind="access_denied", protocol=qcrules.Protocol(signed_by_inspector=False))
    ],
    decision=qcrules.Decision(outcomes=["take_note"]),
    act=None,
    letter=UNKNOWN,
)
AS_OF = date(2014, 9, 1)


class TestOneRecordInManyShapes:
    def verdicts(self, found: qcrules.Assessment) -> list[Any]:
        return [(one.rule, one.item, one.verdict, one.text, one.due, one.delay) for one in found.findings]

    @pytest.fixture
    def right(self) -> list[Any]:
        return self.verdicts(check({"inspection": RECORD}, as_of=AS_OF))

    def test_a_typed_object_is_its_mapping(self, right):
        """UNKNOWN is written `?`, which is said; LEFT_OUT says nothing."""
        said = check({"inspection": {**RECORD, "letter": "?"}}, as_of=AS_OF)
        assert self.verdicts(check(TYPED, as_of=AS_OF)) == self.verdicts(said)
        assert self.verdicts(check(evolve(TYPED, letter=LEFT_OUT), as_of=AS_OF)) == right

    def test_so_is_json(self, right, tmp_path):
        case = tmp_path / "case.json"
        case.write_text(json.dumps({"inspection": RECORD}), encoding="utf-8")
        assert self.verdicts(check(case, as_of=AS_OF)) == right
        assert self.verdicts(check(str(case), as_of=AS_OF)) == right

    def test_so_is_yaml(self, right, tmp_path):
        case = tmp_path / "case.yaml"
        case.write_text(
            """
inspection:
  id: 17-А
  kind: planned
  order: {issued_on: 2014-03-19}
  order_handed_at: 2014-05-02 09:30
  notice: {delivered_at: 2014-04-07, sent_at: 2014-04-07, form: —, states_period: yes}
  obstructions: [{kind: access_denied, protocol: {signed_by_inspector: no}}]
  decision: {outcomes: take_note}
  act: ~
""",
            encoding="utf-8",
        )
        assert self.verdicts(check(case, as_of=AS_OF)) == right

    def test_so_it_is_in_russian(self, right):
        kind = load_rules().pack.vocabulary.kinds["inspection"]
        russian = _in_russian(kind.root, RECORD)
        assert russian["приказ"], "the words are the vocabulary's own"
        assert self.verdicts(check({"проверка": russian}, as_of=AS_OF)) == right


def _in_russian(whole: Any, record: dict[str, Any]) -> dict[str, Any]:
    """The record in the Russian words of the vocabulary, its choices too."""

    def said(field: Any, value: Any) -> Any:
        if isinstance(value, dict):
            return _in_russian(field, value)
        if isinstance(value, list):
            return [said(field, item) for item in value]
        if isinstance(value, bool):
            return "да" if value else "нет"
        option = field.option(value) if field.options else None
        return option.term.ru if option else value

    return {whole.children[key].term.ru: said(whole.children[key], value) for key, value in record.items()}


class TestPurity:
    def test_the_same_twice_and_the_input_as_it_was(self):
        given = copy.deepcopy(RECORD)
        one = check({"inspection": given}, as_of=AS_OF)
        explained = [finding.explanation for finding in one.findings]
        other = check({"inspection": given}, as_of=AS_OF)
        assert given == RECORD
        assert one == other
        assert [finding.explanation for finding in other.findings] == explained
        assert one.violations

    def test_nothing_is_explained_before_it_is_asked_for(self, monkeypatch):
        """Not even for the remark about the years whose transfers of days off are not known."""
        monkeypatch.setattr("qcrules.explain.findings.Explaining.explain", None)
        one = check({"inspection": RECORD}, as_of=AS_OF)
        assert one.violations

    def test_a_later_check_does_not_change_an_earlier_answer(self, tmp_path):
        """Explanations are worked out late, of what was decided then."""
        book = load(tmp_path, [BACK])
        one = judged(book, LATE)
        judged(book, {"lent_at": "2014-06-05", "returned_at": "2014-06-30"}, as_of="2014-07-30")
        assert (only(one).due.at, only(one).delay.value) == (date(2014, 6, 7), 3)

    def test_an_answer_can_be_sent_to_another_process(self):
        one = check({"inspection": RECORD}, as_of=AS_OF)
        assert pickle.loads(pickle.dumps(one)) == one

    def test_the_language_changes_words_only(self):
        russian, english = (check({"inspection": RECORD}, as_of=AS_OF, lang=lang) for lang in ("ru", "en"))
        assert [one.verdict for one in russian.findings] == [one.verdict for one in english.findings]
        assert russian.violations[0].message != english.violations[0].message
        assert russian.violations[0].text == english.violations[0].text


READINGS = {
    "p1-term": {
        "вопрос": "?",
        "варианты": {"strict": "строго", "mild": "мягко", "free": "вольно"},
        "по_умолчанию": "mild",
    },
    "p1-start": {
        "вопрос": "?",
        "варианты": {"lent": "выдана", "told": "напомнено"},
        "по_умолчанию": "lent",
    },
}
TERM = {
    "чтение": "p1-term",
    "strict": "3 календарных дня",
    "mild": "5 календарных дней",
    "free": "9 календарных дней",
}
BETWEEN = {"lent_at": "2014-06-02", "reminded_at": "2014-06-06", "returned_at": "2014-06-06", "paid": "no"}


class TestReadings:
    @pytest.fixture
    def book(self, tmp_path):
        definitions = {
            "начало": {
                "путь": "start",
                "тип": "событие",
                "норма": "п.1",
                "варианты": [{"это": {"чтение": "p1-start", "lent": "выдана", "told": "напомнено"}}],
            }
        }
        rules = [
            rule(
                "p1-back",
                требуется={"не_позднее": {"что": "возвращена", "через": TERM, "после": "начало"}},
            ),
            rule("p1-fine", если={"вердикт": "p1-back"}, требуется=PAID),
        ]
        return load(tmp_path, rules, readings=READINGS, definitions=definitions)

    def test_the_default_decides_and_the_others_are_told(self, book):
        back, fine = judged(book, BETWEEN).findings
        assert (back.verdict, back.contested) == (Verdict.COMPLIANT, True)
        assert [(one.reading, one.option, str(one.verdict)) for one in back.readings] == [
            ("p1-start", "lent", "compliant"),
            ("p1-start", "told", "compliant"),
            ("p1-term", "mild", "compliant"),
            ("p1-term", "strict", "violated"),
            ("p1-term", "free", "compliant"),
        ]
        assert (fine.verdict, fine.contested) == (Verdict.NOT_APPLICABLE, True), "through the verdict"
        assert {one.reading for one in fine.readings} == {"p1-start", "p1-term"}

    @pytest.mark.parametrize(
        ("readings", "words"),
        [
            ({"p1-trem": "mild"}, "unknown reading `p1-trem`; did you mean `p1-term`?"),
            ({"nothing like it": "mild"}, "unknown reading `nothing like it`"),
            ({"p1-term": "milder"}, "reading `p1-term` has no option `milder`; it has: mild, strict, free"),
        ],
    )
    def test_unknown_ones_are_told_with_the_nearest(self, book, readings, words):
        with pytest.raises(UsageError) as wrong:
            judged(book, BETWEEN, readings=readings)
        assert str(wrong.value) == words
        assert wrong.value.words("ru") != words

    def test_all_wrong_ones_at_once(self, book):
        with pytest.raises(UsageError) as wrong:
            judged(book, BETWEEN, readings={"a": "b", "p1-term": "c"})
        assert len(wrong.value.problems) == 2


class TestWhatIsGiven:
    @pytest.mark.parametrize("given", [5, None, object(), {1, 2}, b"inspection: {}"])
    def test_nothing_else_is_a_record(self, given):
        with pytest.raises(RecordError, match="expected the path of a case file, a mapping, or an object"):
            check(given)

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({}, "expected exactly one top key of: inspection"),
            ({"inspection": {}, "act": {}}, "expected exactly one top key"),
            ({"inspecton": {}}, "unknown key `inspecton`; did you mean `inspection`?"),
            ({"inspection": []}, "expected fields under `inspection`"),
            ({"inspection": None}, "expected fields under `inspection`"),
            ({"inspection": {}, "as-of": "2014-01-01"}, "did you mean `as_of`?"),
        ],
    )
    def test_a_wrong_top_is_told(self, given, words):
        with pytest.raises(RecordError) as wrong:
            check(given)
        assert words in str(wrong.value)

    def test_an_unknown_engine_is_told(self, tmp_path):
        book = load(tmp_path, [BACK])
        with pytest.raises(UsageError, match="did you mean `reference`"):
            judged(book, LATE, engine="referense")

    def test_rules_may_be_a_folder(self, tmp_path):
        load(tmp_path / "pack", [BACK])
        for rules in (tmp_path / "pack", str(tmp_path / "pack")):
            assert only(check({"loan": LATE}, rules=rules, as_of=AS_OF)).rule == "p1-back"

    def test_what_leaves_the_calendar_is_no_guess(self, tmp_path):
        need = {"не_позднее": {"что": "возвращена", "через": "100 рабочих дней", "после": "выдана"}}
        head = HEAD.replace("2014-01-01", "1991-01-01").replace("2014-12-31", "2100-12-31")
        book = load(tmp_path, [rule(требуется=need)], head=head)
        with pytest.raises(qcrules.CalendarRangeError, match="1991-2100"):
            only(judged(book, {"lent_at": "2100-12-20", "returned_at": "2100-12-30"}, as_of="2101-01-01")).due  # noqa: B018


class TestTheAnswer:
    def test_it_says_what_it_was_made_with(self, tmp_path):
        found = judged(load(tmp_path, [BACK]), {**LATE, "id": "17"}, readings={})
        assert (found.pack["id"], found.pack["version"], len(found.pack["sha256"])) == ("library", "1", 64)
        assert (found.calendar["id"], len(found.calendar["sha256"])) == ("weekends", 64)
        assert (found.subject_id, found.kind, found.source, found.lang) == ("17", "loan", None, "en")

    def test_its_hash_is_that_of_the_pack(self, tmp_path):
        one, same, other = (
            judged(load(tmp_path / name, [made]), LATE).pack["sha256"]
            for name, made in (("a", BACK), ("b", BACK), ("c", {**BACK, "если": {}}))
        )
        assert one == same != other

    def test_its_summary_counts_every_finding(self):
        found = check({"inspection": RECORD}, as_of=AS_OF)
        assert sum(found.summary.values()) == len(
            [one for one in found.findings if str(one.force) == "mandatory"]
        )
        assert list(found.summary) == ["compliant", "violated", "pending", "undetermined", "not_applicable"]

    def test_a_finding_cites_its_provision(self, tmp_path):
        made = rule("p1-point", норма=["п.13 ч.2 3)", "п.14"], обязан="читатель", требуется=PAID)
        found = only(judged(load(tmp_path, [made]), {"paid": "no"}))
        assert (found.citation, found.paragraph, found.part, found.point) == ("п.13 ч.2 3)", "13", 2, "3")
        assert (found.bearer, found.bearer_words.ru) == ("reader", "читатель")

    def test_findings_stand_in_the_order_of_the_law(self, tmp_path):
        """Wherever they were written: by the provision that they cite first, then by name."""
        second = page(
            [rule("p2-b", норма="п.2", требуется={}), rule("p2-a", норма="п.2", требуется={})], number="2"
        )
        first = [rule("p1-z", норма="п.1 ч.1", если={"вердикт": "p2-a"}, требуется={})]
        first += [rule("p10-y", норма="п.10", требуется={}), rule("p1-whole", норма="п.1", требуется={})]
        book = load(tmp_path, first, pages={"a.md": second})
        assert [one.rule for one in judged(book, {}).findings] == [
            "p1-whole",
            "p1-z",
            "p2-a",
            "p2-b",
            "p10-y",
        ]
