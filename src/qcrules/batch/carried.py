"""The columns of a register that go through to the answer as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from ..engine.columnar.tape import Array
from ..facts.words import folded
from ..text import LANGS, Lang, Text
from .arrow import as_text
from .files import Lines
from .people import heading

_REGISTER = Text("реестр", "register")


def carried(
    names: Iterable[str], rows: pa.RecordBatch | Lines, numbers: Array, lines: Array
) -> dict[str, pa.Array]:
    """The columns that go through to the output as they are. ``numbers``: of all rows; ``lines``: of those read."""
    found: dict[str, pa.Array] = {}
    for wanted in names:
        if isinstance(rows, list):
            by_line = dict(zip(numbers.tolist(), rows, strict=True))
            cells = [_named(by_line[line], wanted) for line in lines.tolist()]
            found[wanted] = pa.array([None if one is None else str(one) for one in cells], pa.string())
            continue
        names = [folded(name) for name in rows.schema.names]
        found[wanted] = as_text(rows.column(names.index(folded(wanted))))
    return found


def _named(content: Mapping[str, Any], wanted: str) -> Any:
    return next((value for name, value in content.items() if folded(name) == folded(wanted)), None)


def beside_ids(
    carried: Mapping[str, pa.Array], lang: Lang, batch: pa.RecordBatch, rows: Array
) -> pa.RecordBatch:
    """Some rows of an answer with the columns that are carried through, behind the id; no name stands twice."""
    own = batch.schema.names
    taken = {folded(heading(name, one)) for name in own for one in LANGS}
    at = own.index("id") + 1
    for number, (name, column) in enumerate(carried.items()):
        name = f"{name} ({_REGISTER(lang)})" if folded(name) in taken else name
        batch = batch.add_column(at + number, name, column.take(pa.array(rows)))
    return batch
