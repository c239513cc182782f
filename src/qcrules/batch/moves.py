"""The verdicts that differ between two runs."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from ..errors import UsageError
from ..reader import require_regular
from .frames import wrong_file


def verdicts_of(path: Path) -> pa.Table:
    """The verdicts that a run has written. UsageError where they cannot be read."""
    readers = {".parquet": pq.read_table, ".csv": pa_csv.read_csv}
    if path.suffix not in readers:
        raise wrong_file(path, "сравниваются .parquet и .csv", ".parquet and .csv can be compared")
    require_regular(path, UsageError)
    try:
        return readers[path.suffix](path)
    except (OSError, pa.ArrowException) as error:
        why = " ".join(str(error).split())[:200]
        raise wrong_file(path, f"не читается: {why}", f"cannot be read: {why}") from None


def moved(before: pa.Table, after: pa.Table) -> pa.Table:
    """The verdicts that differ, by id: a row a record and rule."""
    rules = [n for n in after.schema.names if n in before.schema.names and n not in ("id", "contested")]
    both = before.select(["id", *rules]).join(
        after.select(["id", *rules]), "id", join_type="inner", left_suffix=".before", right_suffix=".after"
    )
    parts = []
    for rule in rules:
        was, is_ = (both[f"{rule}.{when}"].cast(pa.string()) for when in ("before", "after"))
        differ = pa.compute.not_equal(was, is_)
        found = pa.table({"id": both["id"], "before": was, "after": is_}).filter(differ)
        parts.append(found.add_column(1, "rule", pa.array([rule] * found.num_rows, pa.string())))
    return pa.concat_tables(parts) if parts else pa.table({"id": [], "rule": [], "before": [], "after": []})
