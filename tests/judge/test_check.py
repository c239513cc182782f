"""What a check answers, by what force and reading, and that it is a function of its arguments."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest
from packs import AS_OF, BACK, LATE, PAID, RECORD, judged, load, only, page, rule

from qcrules import UsageError
from qcrules.finding import Verdict
from qcrules.judge.check import check


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


class TestPurity:
    @pytest.mark.long
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
