"""Frames of other libraries, what a null in them says, and octets that are no text."""
# ruff: noqa: E402

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
from runs import RULE

from qcrules import check
from qcrules.batch import check_batch
from qcrules.errors import UsageError


@pytest.mark.long
def test_octets_that_are_no_text_spoil_no_other_id() -> None:
    batch = pa.RecordBatch.from_pydict({"id": [b"a", b"\xff", None], "kind": ["planned"] * 3})
    assert check_batch(batch).column("id").to_pylist() == ["a", "\\xff", None]


def test_frames_of_other_libraries(tmp_path: Path) -> None:
    columns = {
        "id": ["1"],
        "kind": ["planned"],
        "notice.delivered_at": ["2014-03-05"],
        "order_handed_at": ["2014-04-02"],
    }
    batch = pa.RecordBatch.from_pydict(columns)
    [right] = check_batch(batch, as_of=date(2014, 6, 1)).to_pylist()

    class Frame:
        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            return pa.table(columns).__arrow_c_stream__(requested_schema)

    class Polars:
        def to_arrow(self) -> Any:
            return pa.table(columns)

    for given in (pa.table(columns), Frame(), Polars()):
        assert check_batch(given, as_of="01.06.2014").to_pylist() == [right]
    for given in ([columns], None, "x.csv"):
        with pytest.raises(UsageError, match="expected a table of Arrow, pandas or polars"):
            check_batch(given)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_of_pandas_and_polars(library: str) -> None:
    frames = pytest.importorskip(library)
    columns = {
        "id": ["1", "2"],
        "kind": ["planned", "planned"],
        "notice.delivered_at": ["2014-03-31", None],
        "order_handed_at": ["2014-04-02", "2014-04-02"],
    }
    right = check_batch(pa.table(columns), as_of="2014-06-01").to_pylist()
    given = frames.DataFrame(columns)
    assert check_batch(given, as_of="2014-06-01").to_pylist() == right
    with pytest.raises(UsageError, match="expected a table of Arrow, pandas or polars"):
        check_batch(given["kind"])
    if library == "pandas":
        for blank in (frames.NA, frames.NaT, float("nan")):
            mixed = given.assign(**{"notice.delivered_at": [frames.Timestamp("2014-03-31"), blank]})
            assert check_batch(mixed, as_of="2014-06-01").to_pylist() == right
        mixed = given.assign(**{"notice.delivered_at": [frames.Timestamp("2014-03-31"), "?"]})
        assert check_batch(mixed, as_of="2014-06-01").to_pylist() == right
        assert check_batch(given.set_index("id"), as_of="2014-06-01").to_pylist() == right
        plan = [{"kind": "plan"}]
        listed = check_batch(pa.table({**columns, "grounds": [plan, plan]}), as_of="2014-06-01")
        mixed = given.assign(grounds=[plan, '[{"kind": "plan"}]'])
        assert check_batch(mixed, as_of="2014-06-01").equals(listed)
        levels = given.set_axis(
            frames.MultiIndex.from_tuples([(*name.split("."), "")[:2] for name in columns]), axis=1
        )
        assert check_batch(levels, as_of="2014-06-01").to_pylist() == right
        row = frames.Series({"kind": "planned", "order_handed_at": frames.Timestamp("2014-04-02")})
        assert check({"inspection": row}, as_of="2014-06-01").findings
    else:
        dated = given.with_columns(frames.col("order_handed_at").str.to_date())
        assert check_batch(dated, as_of="2014-06-01").to_pylist() == right


@pytest.mark.parametrize(
    ("nulls", "verdict"), [(None, "undetermined"), ("unknown", "undetermined"), ("absent", "violated")]
)
def test_what_a_null_says(nulls: Any, verdict: str) -> None:
    batch = pa.RecordBatch.from_pydict(
        {"kind": ["planned"], "notice.delivered_at": [None], "order_handed_at": [date(2014, 4, 2)]}
    )
    [row] = check_batch(batch, as_of=date(2014, 6, 1), nulls=nulls).to_pylist()
    assert row[RULE] == verdict
