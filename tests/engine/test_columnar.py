"""The columnar engine means what the reference means."""
# ruff: noqa: E402

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from packs import LIBRARY, load, of_the_shop, rule
from properties import examples

np = pytest.importorskip("numpy", reason="the columnar engine needs the extra `batch`")

import qcrules
from qcrules.engine import decide
from qcrules.engine.columnar import program
from qcrules.engine.columnar.columns import RecordColumns
from qcrules.engine.columnar.engine import Columnar
from qcrules.engine.columnar.formulas import VERDICTS
from qcrules.engine.columnar.moments import distinct_rows
from qcrules.engine.columnar.recording import Recorder
from qcrules.errors import CalendarRangeError
from qcrules.facts.recorded import Facts
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.kernel.interval import INF
from qcrules.law.validity import Validity
from qcrules.testing.strategies import records

KINDS = ["inspection", "monitoring_report"]


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rules()


def assert_equal(book: Rulebook, kind: str, given: list[dict[str, Any]], as_of: date, complete: bool) -> None:
    """Every variant's verdict on every record and item is the reference's, whosever law judges the steps."""
    machine = book.machine(kind)
    read = [machine.reader.read(one, as_of=as_of, complete=complete) for one in given]
    for by_step in (frozenset(), frozenset({kind})):
        validity = Validity(as_of, as_of + timedelta(30), by_step).given(kind)
        assert_equal_while(validity, book, kind, read)


def assert_equal_while(validity: tuple[int, ...], book: Rulebook, kind: str, read: list[Facts]) -> None:
    """The same, while the regulation is in force at some time."""
    machine = book.machine(kind)
    engine = Columnar(machine.worlds, book.calendar)
    columns = engine.valid(RecordColumns.of(read), validity)

    def asked(recorded: RecordColumns) -> dict[int, Any]:
        decided = engine.decide_columns(recorded, machine.groups)
        return {**decided.codes, -1: decided.outside}

    codes = Recorder(asked).run(columns)
    for row, facts in enumerate(read):
        try:
            expected = decide(machine.groups, machine.worlds.make(facts, validity), machine.reference)
        except CalendarRangeError:
            assert codes[-1][row]
            continue
        for variant in machine.lowered.variants:
            path = variant.list_path
            items = columns.items.get(path) if path is not None else None
            mine = codes[variant.number]
            own = (
                [mine[row]]
                if items is None or len(mine) == len(read)
                else mine[items.members.parents == row].tolist()
            )
            keys = list(facts.items.get(path or "", ())) or [None]
            theirs = [expected[key][variant.number] for key in keys]
            own = own * len(theirs) if len(own) < len(theirs) else own
            assert [VERDICTS[code] for code in own] == theirs, (variant.rule.id, variant.choice, row)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=examples(2), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_same_verdicts_on_generated_records(
    kind: str, data: st.DataObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "BLOCK", 2)
    drawn = data.draw(st.lists(records(kind=kind).map(itemgetter(kind)), min_size=1, max_size=6))
    as_of = data.draw(st.dates(date(2014, 1, 1), date(2014, 6, 30)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(program, "BLOCK", 2)
        assert_equal(load_rules(), kind, drawn, as_of, data.draw(st.booleans()))


@settings(max_examples=examples(2), deadline=None, suppress_health_check=list(HealthCheck))
@given(record=records().map(itemgetter("inspection")), as_of=st.dates(date(2014, 1, 1), date(2014, 6, 30)))
def test_one_check_by_the_columnar_engine(record: dict[str, Any], as_of: date) -> None:
    by = {
        engine: qcrules.check({"inspection": record}, as_of=as_of, engine=engine)  # type: ignore[arg-type]
        for engine in ("columnar", "reference")
    }
    assert by["columnar"].engine == "columnar"
    assert by["columnar"].findings == by["reference"].findings


@pytest.mark.long
def test_sums_that_are_more_than_is_told_apart(tmp_path: Path) -> None:
    """Two thousand of the largest numbers, or of unknown ones, and sums of such sums: none wraps around."""
    as_of, most = date(2014, 9, 1), 10**15 - 1
    loans = [
        {"limit": limit, "stops": [{"days": days, "valid": "yes"}] * 2000}
        for limit, days in product(["?", 0, most], repeat=2)
    ]
    assert_equal(load_rules(LIBRARY), "loan", loans, as_of, False)
    total = {"сумма": {"в": "продажи", "что": "по видам.1.1"}}
    shop = load(tmp_path, [rule(требуется={"больше": {"что": total, "чем": 5}})], **of_the_shop("report"))
    months = [f"2014-0{month}" for month in range(1, 10)]
    sold = {"1": dict.fromkeys(months, 1)}
    for number in ("?", most):
        lines = {str(line): dict.fromkeys(months, number) for line in range(1200)}
        report = {"month": "2014-09", "sold": sold, "by_kind": {"1.1": lines}}
        assert_equal(shop, "report", [report], as_of, False)


NUMBERS = st.sampled_from([0, 1, 59, INF, -INF, 2**31 - 1, -(2**31)]) | st.integers(-3, 3)


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=12))
@example([(0, -(2**31), -(2**31)), (1, -(2**31), -(2**31)), (0, 2**31 - 1, 2**31 - 1)])
@settings(max_examples=examples(60), deadline=None)
def test_rows_that_say_the_same_are_found_whatever_they_say(rows: list[tuple[int, int, int]]) -> None:
    """Also where the numbers are so far apart that 64 bits do not hold what a row says."""
    first, which = distinct_rows(list(np.array(rows, np.int64).T))
    assert [rows[one] for one in first[which]] == rows
    assert len({rows[one] for one in first}) == len(first)
