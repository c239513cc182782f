# ruff: noqa: E402
"""What a cell says in a column of any type; what it may not say is told with its row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import VOCABULARY, load, rule
from properties import examples

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")

import numpy as np
import pyarrow.compute as pc
from side_by_side import WORST, assert_same, one_by_one

import qcrules
from qcrules.batch import TableSettings, check_batch, decider_of
from qcrules.errors import RecordError, UsageError
from qcrules.facts.words import NOTHING, Nulls
from qcrules.judge.rulebook import load_rules

AS_OF = date(2014, 5, 20)


_SPECIAL = ["", "NULL", "NaN", "—", "?", None]
_DAYS = st.sampled_from(["2014-02-03", "12.03.2014", "2014-05", *_SPECIAL])
_YES = st.sampled_from(["да", "no", *_SPECIAL])
_PROTOCOL = {"drawn_up_at": "2014-03-05", "signed_by_inspector": True, "refusal_noted": None}
_WRITTEN = [
    [{}],
    [{"occurred_at": "2014-03-05"}, {"kind": "access_denied", "protocol": None}],
    [{"protocol.drawn_up_at": "2014-03-05", "protocol": {"signed_by_subject": "нет"}}],
    [{"occurred_at": None, "protocol": _PROTOCOL}],
    [],
]
_ODD = ['[{"nowhere": "1"}]', "[null]", '[{"protocol": {}}]', "[{]", '[{"protocol": {"refusal_noted": 3}}]']
"""Lists that columns do not hold: such rows are asked one by one."""
_COLUMNS = {
    "kind": st.sampled_from(["planned", "внеплановая", *_SPECIAL]),
    "order.issued_on": _DAYS,
    "order_handed_at": _DAYS,
    "notice.delivered_at": _DAYS,
    "notice.states_period": _YES,
    "notice.delivered_at.state": st.sampled_from([None, None, "нет", "?"]),
    "act.drawn_up_at": _DAYS,
    "act.chancellery_mark": _YES,
    "act.place": st.sampled_from(["Астана", *_SPECIAL]),
    "order.working_days": st.sampled_from(["10", "5.0", *_SPECIAL]),
    "obstructions": st.sampled_from([*map(json.dumps, _WRITTEN), *_SPECIAL]),
    "act.inspectors": st.sampled_from([json.dumps([{"name": "А", "position": None}]), "нет", "?", None]),
}


@pytest.mark.long
@pytest.mark.parametrize("nulls", [None, "absent", "unknown"])
@settings(max_examples=examples(3))
@given(data=st.data())
def test_nulls_and_lists_as_text_are_what_single_rows_say(nulls: Nulls | None, data: st.DataObject) -> None:
    names = [*data.draw(st.sets(st.sampled_from(list(_COLUMNS)), min_size=3))]
    cells = {name: [data.draw(_COLUMNS[name]) for _ in range(9)] for name in names}
    if "obstructions" in cells and data.draw(st.booleans()):
        cells["obstructions"][0] = data.draw(st.sampled_from(_ODD))
    batch = pa.RecordBatch.from_pydict({name: pa.array(one, pa.string()) for name, one in cells.items()})
    complete, as_of = data.draw(st.booleans()), date(2014, 6, 1)
    rows = decider_of(load_rules(), TableSettings("inspection", complete=complete, nulls=nulls)).rows(batch)
    found = check_batch(batch, as_of=as_of, complete=complete, kind="inspection", nulls=nulls).to_pylist()
    for at, row in enumerate(found):
        try:
            given = rows.record(at)
            right = qcrules.check(
                {"inspection": given.record}, as_of=as_of, complete=complete, nulls=given.nulls
            )
        except RecordError:
            assert row["error"]
            continue
        assert row["error"] is None
        worst: dict[str, str] = {}
        for one in right.findings:
            worst[one.rule] = max(worst.get(one.rule, WORST[0]), str(one.verdict), key=WORST.index)
        assert {rule: row[rule] for rule in worst} == worst


@pytest.mark.parametrize("path", ["letter.sent_on", "act.results", "kind", "shown.order", "grounds"])
def test_a_word_for_nothing_says_nothing_in_any_column(path: str) -> None:
    *steps, last = path.split(".")
    given: list[Any] = [{last: word} for word in sorted(NOTHING)]
    if path == "act.results":
        given += [{last: "nothing of note"}, {last: "none"}]
    words = [one[last] for one in given]
    for step in steps:
        given = [{step: one} for one in given]
    assert_same(pa.RecordBatch.from_pydict({path: words}), given, AS_OF)
    assert not any(isinstance(one_by_one(record, AS_OF), str) for record in given)


@pytest.mark.parametrize(
    ("column", "values", "bad"),
    [
        ("order.issued_on", pa.array([date(2014, 1, 1), date(1066, 10, 14), date(2101, 1, 1)]), [1, 2]),
        ("order.issued_on", pa.array(["2014-01-01", "01/02/2014", "30.02.2014"]), [1, 2]),
        ("order.issued_on", pa.array([17, None]), [0]),
        ("order.issued_on", pa.array([date(2014, 1, 1), None], pa.date64()), []),
        ("order_handed_at", pa.array([datetime(2014, 1, 1, tzinfo=UTC)], pa.timestamp("us", "UTC")), [0]),
        ("order_handed_at", pa.array([1 << 62, 0, None], pa.int64()).cast(pa.timestamp("us")), [0, 1]),
        ("order_handed_at", pa.array([(1 << 63) - 1, 1393000000123456789]).cast(pa.timestamp("ns")), [0]),
        ("order_handed_at", pa.array([1393000000123456789]).cast(pa.timestamp("ns")), []),
        ("order.issued_on", pa.array([(1 << 31) - 1, 16000], pa.int32()).cast(pa.date32()), [0]),
        ("order.issued_on", pa.array(["2014-01-01", "infinity"], pa.string_view()), [1]),
        ("id", pa.array([b"1", b"2"]), []),
        ("id", pa.array([b"\xff", b"2"]), [0]),
        ("order.working_days", pa.array([Decimal("3.00"), Decimal("3.50")]), [1]),
        ("shown.order", pa.array([0, 1, 2, None], pa.int8()), [2]),
        ("shown.order", pa.array(["True", "FALSE", "Да", "1", "2.0"]), [4]),
        ("grounds", pa.array([1, None]), [0]),
        ("grounds", pa.array([["plan"], None]), [0]),
        ("grounds", pa.array([[{"kind": "plan", "x": 1}], [{"kind": "plan", "x": None}]]), [0]),
        ("grounds", pa.array(["[1,2]", "[[1]]", "[" * 2000, "[]", '[{"kind": null}]', "нет"]), [0, 1, 2]),
        ("grounds", pa.array(['[{"kind": "plan", "kind": "complaint"}]', "письмо"]), [0, 1]),
        ("decision.outcomes", pa.array([["take_note", None], ["take_note"]]), [0]),
        ("decision", pa.array(["письмо", "нет", '{"outcomes": "take_note"}', '{"x": 1}']), [0, 3]),
        ("act.results", pa.array(["#REF!", "текст"]), [0]),
        (
            "order_handed_at",
            pa.array([datetime(2014, 1, 1), datetime(1, 1, 1, 3), None], pa.timestamp("us")),
            [1],
        ),
        ("order.working_days", pa.array([1.0, 1.5, float("nan")]), [1]),
        ("order.working_days", pa.array(np.array([1, float("inf"), float("nan")], np.float16)), [1]),
        ("order.working_days", pa.array([1, -1, 3]), [1]),
        ("order.working_days", pa.array([10**15 - 1, 10**15, 1 << 60]), [1, 2]),
        ("order.working_days", pa.array([1e15 - 1, 1e15, 1e300]), [1, 2]),
        ("order.working_days", pa.array(["999999999999999", "1000000000000000"]), [1]),
        ("kind", pa.array(["planned", "plannd", None]), [1]),
        ("shown.order", pa.array(["да", "no", "может быть"]), [2]),
        ("letter.state", pa.array(["none", "who knows", None]), [1]),
        ("letter.state", pa.array(["NULL", "NaN", "", "known"]), []),
        ("letter.state", pa.array([float("nan"), None]), []),
        ("letter.state", pa.array([True, None]), [0]),
        ("letter.state", pa.nulls(2), []),
        ("act.results", pa.array([[1], None]), [0]),
        ("decision.outcomes", pa.array([[1], None]), [0]),
        ("grounds", pa.array([[{"kind": "plan", "вид": "plan"}], None]), [0]),
        ("grounds", pa.array(['[{"kind": "plan"}]', "[{", '[{"kind": "plannn"}]']), [1, 2]),
    ],
)
def test_a_bad_cell_rejects_its_row_with_a_reason(column: str, values: Any, bad: list[int]) -> None:
    batch = pa.RecordBatch.from_pydict({column: values})
    found = check_batch(batch, as_of=AS_OF, contested=False).to_pylist()
    assert [row for row, one in enumerate(found) if one["error"]] == bad
    for row in bad:
        verdicts = {name: v for name, v in found[row].items() if name not in ("id", "contested", "error")}
        assert set(verdicts.values()) == {None}
        assert column.removesuffix(".state") in found[row]["error"]


@pytest.mark.parametrize(
    "columns",
    [
        {"order.isued_on": pa.array([date(2014, 1, 1)])},
        {"order.issued_on": pa.array([date(2014, 1, 1)]), "приказ.издан": pa.array([date(2014, 1, 1)])},
        {"grounds.kind": pa.array(["plan"])},
    ],
)
def test_columns_that_cannot_be_understood_are_an_error(columns: Mapping[str, Any]) -> None:
    with pytest.raises(UsageError):
        check_batch(pa.RecordBatch.from_pydict(columns), as_of=AS_OF)


class _Encased(pa.ExtensionType):  # type: ignore[misc]
    """A type of somebody's own, kept as days."""

    def __init__(self) -> None:
        super().__init__(pa.date32(), "qcrules.tests.encased")

    def __arrow_ext_serialize__(self) -> bytes:
        return b""


_LATE = [date(2014, 3, 5), None, date(2014, 3, 1)]
_LATE_WORDS = [None if day is None else str(day) for day in _LATE]


@pytest.mark.parametrize(
    "delivered",
    [
        pa.array(_LATE).dictionary_encode(),
        pc.run_end_encode(pa.array(_LATE)),
        pa.ExtensionArray.from_storage(_Encased(), pa.array(_LATE)),
        pa.array(_LATE_WORDS, pa.large_string()).dictionary_encode(),
        pa.array(_LATE_WORDS, pa.binary(10)),
        pa.array(_LATE_WORDS, pa.binary(10)).dictionary_encode(),
        pc.run_end_encode(pa.array(_LATE_WORDS)),
    ],
    ids=lambda column: str(column.type),
)
def test_types_that_are_no_others_mean_the_same(delivered: pa.Array) -> None:
    columns = {
        "kind": ["planned"] * 3,
        "notice.delivered_at": delivered,
        "order_handed_at": ["2014-04-02"] * 3,
    }
    found = check_batch(pa.RecordBatch.from_pydict(columns), as_of=AS_OF, select=["p10-planned-notice"])
    assert found["p10-planned-notice"].to_pylist() == ["violated", "undetermined", "compliant"]


def test_what_a_row_is_called_is_told_as_a_person_would_write_it() -> None:
    batch = pa.RecordBatch.from_pydict({"id": [1.0, 2.5, float("nan")]})
    found = check_batch(batch, as_of=AS_OF, select=["p10-planned-notice"])
    assert found["id"].to_pylist() == ["1", "2.5", None]


def test_what_arrow_keeps_under_a_null_is_no_item() -> None:
    ends, mask = pa.array([0, 1, 2, 3], pa.int32()), pa.array([False, True, False])
    items = pa.array([{"kind": "plan"}, {"kind": "complaint"}, {"kind": "plan"}])
    words = pa.array(["take_note", "recommendation_letter", "take_note"])
    grounds, outcomes = (pa.ListArray.from_arrays(ends, one, mask=mask) for one in (items, words))
    said: Mapping[str, Any] = {"grounds": [{"kind": "plan"}], "decision": {"outcomes": ["take_note"]}}
    batch = pa.RecordBatch.from_arrays([grounds, outcomes], names=["grounds", "decision.outcomes"])
    assert_same(batch, [said, {}, said], AS_OF)
    assert_same(batch.slice(1), [{}, said], AS_OF)


def test_an_exact_moment_stands_before_a_vague_one() -> None:
    columns = {
        "act.drawn_up_at": ["2014-05-01"] * 4,
        "act.served_at": ["2014-05-02", None, "нет", "?"],
        "act.served_at.lo": ["2014-05-06", "2014-05-06", "2014-05-06", None],
        "act.served_at.hi": [None, "2014-05-09", None, "2014-05-09"],
    }
    served = ["2014-05-02", "2014-05-06/2014-05-09", None, "?"]
    given = [{"act": {"drawn_up_at": "2014-05-01", "served_at": one}} for one in served]
    assert_same(pa.RecordBatch.from_pydict(columns), given, AS_OF)


def test_a_number_is_a_text_and_none_that_is_no_number() -> None:
    columns = {"act.drawn_up_at": ["2014-05-01"] * 3, "act.place": pa.array([1.0, float("nan"), None])}
    given: list[Any] = [{"act": {"drawn_up_at": "2014-05-01", **place}} for place in ({"place": "1"}, {}, {})]
    assert_same(pa.RecordBatch.from_pydict(columns), given, AS_OF)


@pytest.mark.long
def test_nulls_inside_of_lists_say_what_single_records_say() -> None:
    """An item, or an object in it, that is null is none of its fields."""
    protocol = pa.struct([("drawn_up_at", pa.date32())])
    kind = pa.list_(pa.struct([("occurred_at", pa.date32()), ("protocol", protocol)]))
    day = date(2014, 5, 1)
    given: list[Any] = [
        [{"occurred_at": day, "protocol": None}],
        [{"occurred_at": None, "protocol": {"drawn_up_at": None}}],
        [{"occurred_at": day, "protocol": {"drawn_up_at": day}}],
        None,
        [],
    ]
    batch = pa.RecordBatch.from_pydict({"obstructions": pa.array(given, kind)})
    assert_same(batch, [{"obstructions": one} for one in given], AS_OF, nulls="absent")
    item = pa.RecordBatch.from_pydict({"obstructions": pa.array([[None]], kind)})
    assert "`obstructions[1]`" in check_batch(item, as_of=AS_OF, nulls="absent").to_pylist()[0]["error"]


def test_what_a_complete_record_says_yes_to_where_its_object_is_there(tmp_path: Path) -> None:
    words = VOCABULARY.replace("взрослый, тип: да_нет", "взрослый, тип: да_нет, если_не_сказано: да")
    rules = [rule("p1-adult", требуется={"читатель.взрослый": "да"})]
    columns = {
        "reader.name": ["A", "A", None, None, None],
        "reader.adult": [None, "?", "no", None, None],
        "reader.state": [None, None, None, "none", "?"],
    }
    batch = pa.RecordBatch.from_pydict(columns)
    how: Any = {"rules": load(tmp_path, rules, vocabulary=words), "as_of": AS_OF, "kind": "loan"}
    unsaid = ["undetermined", "undetermined", "violated", "violated", "undetermined"]
    assert check_batch(batch, **how)["p1-adult"].to_pylist() == unsaid
    assert check_batch(batch, complete=True, **how)["p1-adult"].to_pylist() == ["compliant", *unsaid[1:]]


@pytest.mark.long
def test_lists_of_words_as_text() -> None:
    batch = pa.RecordBatch.from_pydict({"objections.to_violations": ['["1", "2"]', "[]", '["1", ""]']})
    meant: list[Any] = [["1", "2"], [], ["1", ""]]
    assert_same(batch, [{"objections": {"to_violations": one}} for one in meant], AS_OF)


def test_values_of_json_in_lists_as_text() -> None:
    items: list[Any] = [[{"removed": True, "no_measures": False}], [{"removed": 1}], [{"removed": []}]]
    drawn = ["2014-05-01"] * len(items)
    batch = pa.RecordBatch.from_pydict({"drawn_up_at": drawn, "violations": list(map(json.dumps, items))})
    given = [{"drawn_up_at": drawn[0], "violations": one} for one in items]
    assert_same(batch, given, AS_OF, kind="act")


def test_the_items_of_a_list_may_stand_in_numbered_columns() -> None:
    columns = {"id": ["1", "2"], "grounds[1].kind": ["plan", "plain"], "grounds[2].kind": ["complaint", None]}
    first, second = check_batch(pa.table(columns), as_of=AS_OF).to_pylist()
    assert first["error"] is None
    assert "`grounds[1].kind`: `plain` is not one of" in second["error"]


def test_a_column_that_is_nearly_known_is_told() -> None:
    with pytest.warns(UserWarning, match=r"`notice.delivred_at`; did you mean `notice.delivered_at`\?$"):
        check_batch(pa.table({"kind": ["planned"], "notice.delivred_at": ["2014-03-05"], "xyzzy": ["1"]}))
