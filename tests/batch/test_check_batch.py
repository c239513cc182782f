# ruff: noqa: E402
"""A table means what its records mean one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import HEAD, load, rule
from properties import examples

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")

import numpy as np
from flat_tables import table_of
from side_by_side import assert_same

import qcrules
from qcrules.batch import TableSettings, check_batch, decide_rows, decider_of, explain
from qcrules.errors import UsageError
from qcrules.facts.words import AS_OF as AS_OF_WORDS
from qcrules.judge.rulebook import load_rules
from qcrules.testing.strategies import records


@pytest.mark.long
@pytest.mark.parametrize("kind", list(load_rules().core.vocabulary.kinds))
@settings(max_examples=examples(2))
@given(data=st.data())
def test_the_same_as_one_by_one(kind: str, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(records(kind=kind, near_deadlines=True), min_size=1, max_size=5))
    given = [one[kind] for one in drawn]
    as_of = date.fromisoformat(str(drawn[0]["as_of"])[:10])
    root = load_rules().core.vocabulary.kinds[kind].root
    assert_same(table_of(given, root), given, as_of, bool(drawn[0].get("complete")), kind)


AS_OF = date(2014, 5, 20)
TYPED = pa.RecordBatch.from_pydict(
    {
        "id": ["1", "2", "3", "4"],
        "вид": pa.array(["плановая", "внеплановая", "planned", None]).dictionary_encode(),
        "notice.delivered_at": pa.array([date(2014, 4, 1), None, date(2014, 4, 30), date(2014, 6, 1)]),
        "notice.form": ["written", "устная", " ", "?"],
        "order_handed_at": pa.array(
            [datetime(2014, 5, 5), datetime(2014, 5, 5, 15, 30), None, None], pa.timestamp("us")
        ),
        "order.issued_on": pa.array([date(2014, 4, 1)] * 4),
        "order.working_days": pa.array([30, None, 31, 10], pa.int16()),
        "shown.order": pa.array([True, False, None, True]),
        "act.served_at.lo": pa.array([None, date(2014, 5, 6), None, date(2014, 5, 10)]),
        "act.served_at.hi": pa.array([None, date(2014, 5, 9), None, None], pa.date32()),
        "letter.state": ["none", None, "?", "not yet"],
        "grounds": pa.array(
            [[{"kind": "plan"}], [], None, [{"kind": "complaint"}, None]],
            pa.list_(pa.struct([("kind", pa.string())])),
        ),
        "decision.outcomes": pa.array([["take_note"], [], None, ["take_note", "recommendation_letter"]]),
    }
)
MEANT: list[Mapping[str, Any]] = [
    {
        "id": "1",
        "kind": "planned",
        "notice": {"delivered_at": "2014-04-01", "form": "written"},
        "order_handed_at": "2014-05-05",
        "order": {"issued_on": "2014-04-01", "working_days": 30},
        "shown": {"order": True},
        "letter": None,
        "grounds": [{"kind": "plan"}],
        "decision": {"outcomes": ["take_note"]},
    },
    {
        "id": "2",
        "kind": "unplanned",
        "notice": {"form": "oral"},
        "order_handed_at": "2014-05-05 15:30",
        "order": {"issued_on": "2014-04-01"},
        "shown": {"order": False},
        "act": {"served_at": "2014-05-06/2014-05-09"},
        "grounds": [],
        "decision": {"outcomes": None},
    },
    {
        "id": "3",
        "kind": "planned",
        "notice": {"delivered_at": "2014-04-30"},
        "order": {"issued_on": "2014-04-01", "working_days": 31},
        "letter": "?",
    },
    {
        "id": "4",
        "notice": {"delivered_at": "2014-06-01", "form": "?"},
        "order": {"issued_on": "2014-04-01", "working_days": 10},
        "shown": {"order": True},
        "act": {"served_at": "2014-05-10/2100-12-31"},
        "letter": None,
        "grounds": [{"kind": "complaint"}, {}],
        "decision": {"outcomes": ["take_note", "recommendation_letter"]},
    },
]


def test_one_row_is_explained_as_a_single_check_explains_it() -> None:
    single = qcrules.check({"inspection": MEANT[1]}, as_of=AS_OF, engine="reference")
    assert explain(TYPED, 1, as_of=AS_OF).findings == single.findings
    with pytest.raises(UsageError, match="no row 4"):
        explain(TYPED, 4)
    with pytest.raises(UsageError, match="1066"):
        explain(pa.RecordBatch.from_pydict({"order.issued_on": [date(1066, 10, 14)]}), 0)


@pytest.mark.parametrize("word", AS_OF_WORDS)
def test_a_column_with_the_day_of_the_check(word: str) -> None:
    batch = pa.RecordBatch.from_pydict({"kind": ["planned"] * 2, word: ["2014-04-01", "first of April"]})
    day, no_day = check_batch(batch).to_pylist()
    assert day["error"] is None
    assert "day of the check" in no_day["error"]


@pytest.mark.parametrize("complete", [False, True])
def test_typed_columns_mean_what_words_mean(complete: bool) -> None:
    assert_same(TYPED, MEANT, AS_OF, complete)


@pytest.mark.long
def test_chunks_and_slices_change_nothing() -> None:
    whole = check_batch(TYPED, as_of=AS_OF).to_pylist()
    halves = [check_batch(part, as_of=AS_OF).to_pylist() for part in (TYPED.slice(0, 3), TYPED.slice(3))]
    assert halves[0] + halves[1] == whole


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"report": "finding"}, "report: unknown `finding`; there are: verdicts, findings"),
        ({"select": ["p10-planed-notice"]}, "unknown rule `p10-planed-notice`; did you mean `p10-planned-"),
        ({"kind": "inspektion"}, "no tables of kind `inspektion`; did you mean `inspection`"),
        ({"kind": "inspektion"}, "there are: inspection, act, "),
    ],
)
def test_what_is_asked_for_wrongly_is_told(how: Mapping[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        check_batch(TYPED, as_of=AS_OF, **how)


def test_findings_are_those_of_single_checks() -> None:
    found = check_batch(TYPED, report="findings", as_of=AS_OF).to_pylist()
    expected = []
    for row, record in enumerate(MEANT):
        for f in qcrules.check({"inspection": record}, as_of=AS_OF, engine="reference").findings:
            if f.verdict == "violated":
                expected.append((row, record["id"], f.rule, f.item, f.message))
    assert [(one["row"], one["id"], one["rule"], one["item"], one["message"]) for one in found] == expected
    assert expected


def test_only_the_rules_asked_for() -> None:
    whole = check_batch(TYPED, as_of=AS_OF).to_pylist()
    some = check_batch(
        TYPED, as_of=AS_OF, select=["p10-planned-notice", "p24-prosecutor"][:1], contested=False
    )
    assert some.schema.names == ["id", "p10-planned-notice", "contested", "error"]
    assert [r["p10-planned-notice"] for r in some.to_pylist()] == [r["p10-planned-notice"] for r in whole]


@pytest.mark.long
def test_a_day_of_the_check_for_every_row() -> None:
    days = [date(2014, 5, 20), date(2014, 5, 7), date(2014, 4, 15), date(2014, 7, 1)]
    own = check_batch(TYPED.append_column("as_of", pa.array(days))).to_pylist()
    words = check_batch(TYPED.append_column("на дату", pa.array([str(day) for day in days]))).to_pylist()
    single = [check_batch(TYPED, as_of=day).to_pylist()[row] for row, day in enumerate(days)]
    assert own == words == single
    assert len({str(row) for row in single}) == 4


def test_a_day_of_the_check_that_is_none_rejects_its_row() -> None:
    days = pa.array(["2014-05-20", "32.05.2014", "1066-10-14", "2014-05-20"])
    found = check_batch(TYPED.append_column("as_of", days), lang="ru").to_pylist()
    assert [bool(row["error"]) for row in found] == [False, True, True, False]
    assert "день проверки" in found[1]["error"]


def test_no_rows_no_verdicts() -> None:
    assert check_batch(TYPED.slice(0, 0), as_of=AS_OF).num_rows == 0
    assert check_batch(TYPED.slice(0, 0), as_of=AS_OF, report="findings").num_rows == 0
    assert check_batch(pa.table({"kind": pa.chunked_array([], pa.string())})).num_rows == 0


def test_an_act_alone() -> None:
    batch = pa.RecordBatch.from_pydict({"id": ["a"], "drawn_up_at": [date(2014, 5, 1)], "copies": [1]})
    [row] = check_batch(batch, kind="act", as_of=AS_OF).to_pylist()
    found = qcrules.check(
        {"act": {"drawn_up_at": "2014-05-01", "copies": 1}}, as_of=AS_OF, engine="reference"
    ).findings
    assert {f.rule: str(f.verdict) for f in found if f.item is None and f.rule in row} == {
        f.rule: row[f.rule] for f in found if f.item is None
    }


@pytest.mark.long
@pytest.mark.parametrize("complete", [False, True])
def test_an_order_that_may_not_be_issued_yet(complete: bool) -> None:
    """The date that chooses the edition, around the day of the check and around both ends of the Rules' life."""
    spans = [
        ("2014-03-03", "2014-03-04"),
        ("2014-03-01", "2014-03-03"),
        ("2013-05-01", "2014-03-10"),
        ("2014-03-05", "2014-03-06"),
    ]
    records = [
        {"id": str(n), "kind": "planned", "order": {"issued_on": "/".join(span)}}
        for n, span in enumerate(spans)
    ]
    low, high = zip(*((date.fromisoformat(lo), date.fromisoformat(hi)) for lo, hi in spans), strict=True)
    batch = pa.RecordBatch.from_pydict(
        {
            "id": [record["id"] for record in records],
            "kind": ["planned"] * len(spans),
            "order.issued_on.lo": list(low),
            "order.issued_on.hi": list(high),
        }
    )
    for as_of in (date(2014, 3, 3), date(2013, 6, 1), date(2015, 8, 1)):
        assert_same(batch, records, as_of, complete=complete)


def test_a_row_that_leaves_the_calendar_has_the_mark_of_a_single_check(tmp_path, monkeypatch):
    """Also where the columns have found no row that is contested."""
    again = {"не_больше": {"что": 1, "чем": "продлений"}}
    readings = {"p1-one": {"вопрос": "?", "варианты": {"a": "а", "b": "б"}, "по_умолчанию": "a"}}
    rules = [rule("p1-again", требуется={"чтение": "p1-one", "a": again, "b": {}})]
    book = load(tmp_path, rules, readings=readings)
    batch = table_of([{"lent_at": "2014-06-02", "renewals": 0}], book.core.vocabulary.kinds["loan"].root)
    for weighed, marked in ((True, ["p1-again"]), (False, [])):
        decider = decider_of(book, TableSettings("loan", contested=weighed))
        answer = decider.decide(batch, AS_OF)
        answer.outside = np.array([True])
        answer.contested.clear()
        monkeypatch.setattr(decider, "decide", lambda *_, answer=answer: answer)
        decide_rows(decider, batch, AS_OF)
        assert [name for name, where in answer.contested.items() if where[0]] == marked


@pytest.mark.parametrize(
    ("term", "lent", "verdicts"),
    [
        ({"через": "3 месяца", "после": "выдана"}, "2100-12-20", [None, "violated"]),
        ({"за": "100 рабочих дней", "до": "выдана"}, "1991-01-04", ["violated", "violated"]),
    ],
)
def test_a_row_whose_terms_leave_the_calendar_alone_is_refused(
    tmp_path: Path, term: Mapping[str, Any], lent: str, verdicts: list[str | None]
) -> None:
    """A due day is asked for only where a violation is explained."""
    head = HEAD.replace("2014-01-01", "1991-01-01").replace("2014-12-31", "2100-12-31")
    book = load(
        tmp_path, [rule("p1-late", требуется={"не_позднее": {"что": "возвращена", **term}})], head=head
    )
    batch = pa.table({"lent_at": [lent, "2014-05-05"], "returned_at": ["2100-12-30", "2014-12-30"]})
    how: Any = {"rules": book, "kind": "loan", "as_of": date(2100, 12, 31)}
    assert check_batch(batch, **how)["p1-late"].to_pylist() == verdicts
    beyond, late = check_batch(batch, report="findings", **how).to_pylist()
    assert "outside the calendar, which knows the years 1991-2100" in beyond["error"]
    assert (beyond["rule"], late["rule"], late["error"]) == (None, "p1-late", None)
