"""What a record says to a check: what is left out, parts alone, one record in many shapes, and what is no record."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

import pytest
from attrs import evolve
from packs import AS_OF, BACK, HEAD, LATE, PAID, RECORD, judged, load, only, rule, verdict

import qcrules
from qcrules import UNKNOWN, RecordError, UsageError
from qcrules.domain import LEFT_OUT
from qcrules.finding import Verdict
from qcrules.judge.check import check
from qcrules.judge.rulebook import load_rules


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


class TestWhatIsNoRecord:
    @pytest.mark.parametrize(
        "value", [object(), "#REF!", time(3), 5], ids=["object", "error", "time", "number"]
    )
    def test_it_has_fields(self, tmp_path, value):
        with pytest.raises(RecordError, match="expected fields under `loan`"):
            check({"loan": value}, rules=load(tmp_path, [BACK]))

    def test_a_day_of_the_check_that_is_not_said(self, tmp_path):
        book = load(tmp_path, [BACK])
        for silent in (None, "?", ""):
            assert check({"loan": {}, "as_of": silent}, rules=book).as_of_source == "today"


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
