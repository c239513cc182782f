"""The record as it stands and as it may go on: every row of the table of the design, and what time alone can do."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import judged, load, rule, verdict

from qcrules.finding import Verdict
from qcrules.judge.rulebook import Rulebook

IN_FIVE_DAYS = {"не_позднее": {"что": "возвращена", "через": "5 календарных дней", "после": "выдана"}}
BACK_FIRST = {"не_позднее": {"что": "возвращена", "чем": "напомнено"}}

SIGNED = {"если": {"есть": "претензии.заявлена"}, "требуется": {"претензии.ответ.подписан": "да"}}
SOME = {"хотя_бы_один": {"в": "претензии", "где": {"претензии.признана": "да"}}}
START = {
    "выдача.начало": {
        "путь": "start",
        "тип": "событие",
        "норма": "п.1",
        "варианты": [{"если": {"оплачена": "да"}, "это": "напомнено"}, {"это": "выдана"}],
    }
}
NEED = {"не_позднее": {"что": "возвращена", "через": "5 календарных дней", "после": "выдача.начало"}}
RECORD = {"lent_at": "2014-06-10", "reminded_at": "2014-06-12"}
FIRST = {
    "первая претензия": {
        "путь": "first",
        "тип": "событие",
        "норма": "п.1",
        "варианты": [
            {
                "это": {
                    "самое_раннее": {
                        "в": "претензии",
                        "где": {"претензии.признана": "да"},
                        "что": "претензии.заявлена",
                    }
                }
            }
        ],
    }
}


@pytest.fixture
def book(tmp_path: Path):
    def book(*, definitions: Any = None, **body: Any) -> Rulebook:
        return load(tmp_path, [rule(**body)], definitions=definitions)

    return book


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("pack")
    books: dict[str, Rulebook] = {}

    def shared(**body: Any) -> Rulebook:
        return books.setdefault(str(body), load(folder, [rule(**body)]))

    return shared


class TestTheTable:
    """condition × requirement in the closed world × requirement in the open world → verdict."""

    ROWS = (
        # the condition is false, open, true: paid
        ("paid: no", {"paid": "no"}, "not_applicable"),
        ("paid: open", {"paid": "?"}, "undetermined"),
        ("in time", {"paid": "yes", "returned_at": "2014-06-20"}, "compliant"),
        ("nobody knows when", {"paid": "yes", "returned_at": "?"}, "undetermined"),
        ("in time or not", {"paid": "yes", "returned_at": "2014-06-20/2014-06-27"}, "undetermined"),
        ("too late", {"paid": "yes", "returned_at": "2014-06-27"}, "violated"),
        (
            "never, and the term is over",
            {"paid": "yes", "returned_at": None, "lent_at": "2014-06-20"},
            "violated",
        ),
        (
            "not yet, open ends in time",
            {"paid": "yes", "returned_at": None, "lent_at": "2014-06-27"},
            "pending",
        ),
        (
            "not yet, open is open",
            {"paid": "yes", "returned_at": None, "lent_at": "2014-06-20/2014-06-27"},
            "pending",
        ),
    )

    @pytest.mark.parametrize(("record", "said"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
    @pytest.mark.parametrize("engine", ["reference", "auto"])
    def test_row(self, book, record, said, engine):
        made = book(если={"paid": "yes"}, требуется=IN_FIVE_DAYS)
        assert verdict(made, {"lent_at": "2014-06-20", **record}, engine=engine) == said

    def test_pending_where_the_open_world_makes_it_true(self, book):
        """Open: true. What was required has not happened, and whatever happens now will do."""
        made = book(требуется={"не_ранее": {"что": "returned_at", "чем": "lent_at"}, "есть": "returned_at"})
        assert verdict(made, {"lent_at": "2014-06-20", "returned_at": None}) == "pending"

    @pytest.mark.parametrize("record", [{"lent_at": "2013-12-31"}, {"lent_at": "2015-01-01"}])
    def test_out_of_force_is_not_applicable(self, book, record):
        assert verdict(book(требуется={}), record, as_of="2016-01-01") == "not_applicable"

    def test_the_condition_is_asked_of_the_record_as_it_stands(self, book):
        """A reminder may still come; the rule about it does not wait."""
        made = book(если={"есть": "напомнено"}, требуется={"оплачена": "да"})
        assert verdict(made, {"reminded_at": None, "paid": "no"}) == "not_applicable"

    def test_a_term_does_not_run_before_its_start(self, book):
        assert (
            verdict(book(требуется=IN_FIVE_DAYS), {"lent_at": None, "returned_at": None}) == "not_applicable"
        )
        assert verdict(book(требуется=IN_FIVE_DAYS), {"lent_at": "?", "returned_at": None}) == "undetermined"

    def test_an_order_of_two_events_runs_always(self, book):
        assert verdict(book(требуется=BACK_FIRST), {"reminded_at": None, "returned_at": None}) == "compliant"
        assert (
            verdict(book(требуется=BACK_FIRST), {"reminded_at": "2014-06-01", "returned_at": None})
            == "violated"
        )

    def test_a_prohibition_kept_is_compliant_while_it_may_still_be_broken(self, book):
        made = book(запрещено={"есть": "напомнено"})
        assert verdict(made, {"reminded_at": None}) == "compliant"
        assert verdict(made, {"reminded_at": "?"}) == "undetermined"
        assert verdict(made, {"reminded_at": "2014-06-01"}) == "violated"

    def test_what_is_no_event_is_violated_at_once(self, book):
        assert verdict(book(требуется={"оплачена": "да"}), {"paid": "no"}) == "violated"
        assert verdict(book(требуется={"есть": "примечание"}), {"remark": None}) == "violated"
        assert verdict(book(требуется={"есть": "срок по билету"}), {"due_on": None}) == "violated"

    def test_a_duty_without_a_term_waits_for_the_step_that_presupposes_it(self, book):
        made = book(требуется={"есть": "возвращена", **BACK_FIRST})
        assert verdict(made, {"returned_at": None, "reminded_at": None}, as_of="2099-01-01") == "pending"
        assert verdict(made, {"returned_at": None, "reminded_at": "2014-06-01"}) == "violated"
        assert verdict(made, {"returned_at": "2014-06-01", "reminded_at": "2014-06-01"}) == "compliant"

    def test_what_nobody_can_decide_is_undetermined_where_it_applies(self, book):
        made = book(
            если={"оплачена": "да"}, не_решается={"ru": "прежней редакции нет", "en": "no earlier text"}
        )
        assert verdict(made, {"paid": "yes"}) == "undetermined"
        assert verdict(made, {"paid": "no"}) == "not_applicable"


class TestTime:
    def test_a_term_runs_out_the_day_after_its_last_day(self, book):
        made = book(требуется=IN_FIVE_DAYS)
        record = {"lent_at": "2014-06-20", "returned_at": None}
        said = [verdict(made, record, as_of=f"2014-06-{day}") for day in range(20, 29)]
        assert said == ["pending"] * 6 + ["violated"] * 3

    def test_hours_run_out_with_the_day_in_which_they_end(self, book):
        """The check knows its day, not its hour."""
        made = book(требуется={"не_позднее": {"что": "возвращена", "через": "24 часа", "после": "выдана"}})
        record = {"lent_at": "2014-06-20 10:00", "returned_at": None}
        said = [verdict(made, record, as_of=f"2014-06-{day}") for day in (20, 21, 22)]
        assert said == ["pending", "pending", "violated"]

    @settings(max_examples=60)
    @given(
        days=st.dictionaries(
            st.sampled_from(["lent_at", "returned_at", "reminded_at", "due_on"]),
            st.none() | st.just("?") | st.integers(0, 20),
        ),
        need=st.sampled_from(
            [
                IN_FIVE_DAYS,
                BACK_FIRST,
                {"есть": "возвращена"},
                {"не_дольше": {"от": "выдана", "до": "возвращена", "срок": "3 рабочих дня"}},
                {"не_позднее": {"что": "возвращена", "чем": "срок по билету", "перенос": "вперёд"}},
                {"любое": [BACK_FIRST, {"оплачена": "да"}]},
            ]
        ),
    )
    def test_time_alone_turns_pending_into_violated_and_changes_nothing_else(self, shared, days, need):
        """Nothing new happens, and the day of the check moves on."""
        made = shared(требуется=need)
        start = date(2014, 6, 2)
        record = {
            name: str(start + timedelta(day)) if isinstance(day, int) else day for name, day in days.items()
        }
        said = [
            verdict(made, record, as_of=str(start + timedelta(day)), engine="reference")
            for day in range(20, 50, 4)
        ]
        changes = [pair for pair in pairwise(said) if pair[0] != pair[1]]
        assert changes in ([], [("pending", "violated")])


class TestItems:
    def found(self, made: Rulebook, record: dict[str, Any], **how: Any) -> list[tuple[str | None, str]]:
        return [(one.item, str(one.verdict)) for one in judged(made, record, **how).findings]

    def test_one_finding_an_item(self, book):
        made = book(для_каждого="претензии", **SIGNED)
        record = {
            "claims": [
                {"made_at": "2014-06-01", "reply": {"signed": True}},
                {"made_at": "2014-06-02", "reply": {"signed": "нет"}},
                {"made_at": None},
                {"made_at": "2014-06-03"},
            ]
        }
        assert self.found(made, record) == [
            ("claims[1]", "compliant"),
            ("claims[2]", "violated"),
            ("claims[3]", "not_applicable"),
            ("claims[4]", "undetermined"),
        ]

    @pytest.mark.parametrize("claims", [None, [], "—"])
    def test_a_known_empty_list_is_not_applicable(self, book, claims):
        made = book(для_каждого="претензии", **SIGNED)
        assert self.found(made, {"claims": claims}) == [(None, "not_applicable")]

    @pytest.mark.parametrize(
        ("record", "complete"), [({}, False), ({"claims": "?"}, False), ({"claims": "?"}, True)]
    )
    def test_an_unknown_list_is_undetermined(self, book, record, complete):
        made = book(для_каждого="претензии", **SIGNED)
        assert self.found(made, record, complete=complete) == [(None, "undetermined")]

    def test_an_event_of_an_item_may_still_happen(self, book):
        made = book(для_каждого="претензии", требуется={"есть": "претензии.ответ.отправлен"})
        record = {
            "claims": [{"reply": {"sent_at": None}}, {"reply": {"sent_at": "2014-06-01"}}, {"reply": None}]
        }
        assert [said for _, said in self.found(made, record)] == ["pending", "compliant", "pending"]

    def test_an_item_is_held_against_the_record_around_it(self, book):
        made = book(
            для_каждого="претензии",
            требуется={"не_позднее": {"что": "претензии.заявлена", "чем": "возвращена"}},
        )
        record = {
            "returned_at": "2014-06-10",
            "claims": [{"made_at": "2014-06-10"}, {"made_at": "2014-06-11"}],
        }
        assert [said for _, said in self.found(made, record)] == ["compliant", "violated"]

    @pytest.mark.parametrize(
        ("claims", "said"),
        [
            ([{"upheld": "да"}, {"upheld": "?"}], "compliant"),
            ([{"upheld": "нет"}, {"upheld": "?"}], "undetermined"),
            ([{"upheld": "нет"}], "violated"),
            ([], "violated"),
            ("?", "undetermined"),
        ],
    )
    def test_some_item(self, book, claims, said):
        assert verdict(book(требуется=SOME), {"claims": claims}) == said

    @pytest.mark.parametrize("complete", [False, True])
    def test_an_item_may_still_be_added_where_its_event_is_asked_for(self, book, complete):
        where = {"есть": "претензии.заявлена", "претензии.признана": "да"}
        made = book(требуется={"хотя_бы_один": {"в": "претензии", "где": where}})
        assert verdict(made, {"claims": []}, complete=complete) == "pending"
        assert (
            verdict(made, {"claims": [{"made_at": "2014-06-01", "upheld": "нет"}]}, complete=complete)
            == "pending"
        )

    def test_every_item_is_said_by_two_nots(self, book):
        made = book(
            требуется={
                "не": {"хотя_бы_один": {"в": "претензии", "где": {"не": {"претензии.признана": "да"}}}}
            }
        )
        assert verdict(made, {"claims": [{"upheld": "да"}, {"upheld": "да"}]}) == "compliant"
        assert verdict(made, {"claims": [{"upheld": "да"}, {"upheld": "нет"}]}) == "violated"
        assert verdict(made, {"claims": []}) == "compliant"


class TestDefinitions:
    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            ({"paid": "yes", "returned_at": "2014-06-17"}, "compliant"),
            ({"paid": "yes", "returned_at": "2014-06-18"}, "violated"),
            ({"paid": "no", "returned_at": "2014-06-15"}, "compliant"),
            ({"paid": "no", "returned_at": "2014-06-16"}, "violated"),
            # an open branch widens to both: 10 or 12 June
            ({"paid": "?", "returned_at": "2014-06-15"}, "compliant"),
            ({"paid": "?", "returned_at": "2014-06-16"}, "undetermined"),
            ({"paid": "?", "returned_at": "2014-06-18"}, "violated"),
            ({"paid": "yes", "reminded_at": None}, "not_applicable"),
        ],
    )
    def test_it_chooses_the_first_branch_that_holds(self, book, facts, said):
        assert verdict(book(definitions=START, требуется=NEED), {**RECORD, **facts}) == said

    def test_without_a_branch_it_is_not(self, book):
        start = {
            "выдача.начало": {
                **START["выдача.начало"],
                "варианты": [{"если": {"оплачена": "да"}, "это": "напомнено"}],
            }
        }
        made = book(definitions=start, требуется=NEED)
        assert verdict(made, {**RECORD, "paid": "no", "returned_at": None}) == "not_applicable"

    def test_none_is_a_choice(self, book):
        start = {
            "выдача.начало": {
                **START["выдача.начало"],
                "варианты": [{"если": {"оплачена": "да"}, "это": "нет"}, {"это": "выдана"}],
            }
        }
        made = book(definitions=start, требуется={"есть": "выдача.начало"})
        assert verdict(made, {**RECORD, "paid": "no"}) == "compliant"
        assert verdict(made, {**RECORD, "paid": "yes"}) != "compliant"

    def test_definitions_chain_in_any_order(self, book):
        chain = {
            "выдача.конец": {
                "путь": "end",
                "тип": "событие",
                "норма": "п.1",
                "варианты": [{"если": {"есть": "возвращена"}, "это": "возвращена"}, {"это": "выдача.начало"}],
            },
            **START,
        }
        made = book(
            definitions=chain, требуется={"не_позднее": {"что": "выдача.конец", "чем": "срок по билету"}}
        )
        record = {**RECORD, "paid": "yes", "returned_at": None, "due_on": "2014-06-11"}
        assert verdict(made, record) == "violated"
        assert verdict(made, {**record, "paid": "no"}) == "compliant"

    @pytest.mark.parametrize(
        ("claims", "said"),
        [
            (
                [{"made_at": "2014-06-05", "upheld": "да"}, {"made_at": "2014-06-03", "upheld": "да"}],
                "compliant",
            ),
            (
                [{"made_at": "2014-06-05", "upheld": "да"}, {"made_at": "2014-06-03", "upheld": "нет"}],
                "violated",
            ),
            (
                [{"made_at": "2014-06-05", "upheld": "да"}, {"made_at": "2014-06-03", "upheld": "?"}],
                "undetermined",
            ),
            (
                [{"made_at": "2014-06-03", "upheld": "да"}, {"made_at": "2014-06-02", "upheld": "?"}],
                "compliant",
            ),
            ([{"made_at": "2014-06-05", "upheld": "нет"}], "violated"),
            ([], "violated"),
            ("?", "undetermined"),
        ],
    )
    def test_the_earliest_of_a_list(self, book, claims, said):
        """The first claim that was upheld is made by the day on the ticket."""
        made = book(
            definitions=FIRST,
            требуется={"не_позднее": {"что": "первая претензия", "чем": "срок по билету"}},
        )
        assert verdict(made, {"due_on": "2014-06-04", "claims": claims}) == said

    def test_the_earliest_may_still_come(self, book):
        made = book(definitions=FIRST, требуется={"есть": "первая претензия"})
        assert verdict(made, {"claims": []}) == "pending"


class TestVerdictsAsFacts:
    RULES = (
        rule("p1-back", требуется=IN_FIVE_DAYS),
        rule("p1-fine", если={"вердикт": "p1-back"}, требуется={"оплачена": "да"}),
        rule("p1-ban", если={"вердикт": "p1-fine"}, запрещено={"есть": "напомнено"}),
    )

    @pytest.mark.parametrize(
        ("record", "said"),
        [
            ({"returned_at": "2014-06-20", "paid": "no"}, ["violated", "violated", "violated"]),
            ({"returned_at": "2014-06-20", "paid": "yes"}, ["violated", "compliant", "not_applicable"]),
            ({"returned_at": "2014-06-11", "paid": "no"}, ["compliant", "not_applicable", "not_applicable"]),
            ({"returned_at": "?", "paid": "no"}, ["undetermined", "undetermined", "undetermined"]),
            (
                {"returned_at": None, "paid": "no", "lent_at": "2014-06-29"},
                ["pending", "not_applicable", "not_applicable"],
            ),
        ],
    )
    def test_a_consequence_follows_a_violation(self, tmp_path, record, said):
        made = load(
            tmp_path, list(self.RULES)[::-1]
        )  # written backwards: strata, not the page, give the order
        found = judged(made, {"lent_at": "2014-06-10", "reminded_at": "2014-06-21", **record})
        by_rule = {one.rule: str(one.verdict) for one in found.findings}
        assert [by_rule[name] for name in ("p1-back", "p1-fine", "p1-ban")] == said

    @pytest.mark.parametrize(
        ("claims", "said"),
        [
            ([{"upheld": "да"}, {"upheld": "нет"}], "violated"),
            ([{"upheld": "да"}, {"upheld": "?"}], "undetermined"),
            ([{"upheld": "да"}], "not_applicable"),
            ([], "not_applicable"),
        ],
    )
    def test_of_a_rule_over_items_one_violation_is_enough(self, tmp_path, claims, said):
        made = load(
            tmp_path,
            [
                rule("p1-each", для_каждого="претензии", требуется={"претензии.признана": "да"}),
                rule("p1-after", если={"вердикт": "p1-each"}, требуется={"оплачена": "да"}),
            ],
        )
        found = judged(made, {"claims": claims, "paid": "no"}).findings
        assert [str(one.verdict) for one in found if one.rule == "p1-after"] == [said]


def test_every_verdict_was_seen_here():
    seen = {row[2] for row in TestTheTable.ROWS}
    assert seen == {str(one) for one in Verdict}
