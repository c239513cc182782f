"""A register that never was: generated inspections as Arrow batches, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

import qcrules
from qcrules.facts.field import Field
from qcrules.facts.types import Type

EPOCH = date(1970, 1, 1).toordinal()
FIRST = date(2013, 7, 1).toordinal() - EPOCH
SPAN = 500
"""The orders are issued on these days."""

MISSING = 0.15
"""How many cells nobody filled in."""

STEPS = {
    "study_completed_on": 2,
    "notice": 4,
    "order": 0,
    "order_handed_at": 34,
    "obstructions": 35,
    "cancelled_at": 36,
    "act": 55,
    "objections": 59,
    "handed_to_leadership_at": 60,
    "decision": 66,
    "letter": 70,
    "disclosures": 72,
    "measures": 80,
    "implementation": 110,
    "escalation": 120,
    "publications": 90,
}
"""On which day after the order each step usually comes."""

RARE = {"cancelled_at", "cancellation_reason", "escalation", "disclosures", "obstructions"}


def fields() -> list[Field]:
    """The facts of an inspection that a column may hold."""
    root = qcrules.load_rules().core.vocabulary.kinds["inspection"].root
    return [p for p in root.walk() if p.path and p.type is not Type.OBJECT and p.list_path is None]


def batch(rows: int, seed: int = 0, only: Iterable[str] | None = None) -> pa.RecordBatch:
    """Some rows of the register, with all columns or some."""
    draw = np.random.default_rng(seed)
    wanted = None if only is None else set(only)
    issued = FIRST + draw.integers(0, SPAN, rows)
    columns: dict[str, Any] = {"id": pa.array(np.char.add(f"{seed}-", np.arange(rows).astype(str)))}
    for field in fields():
        if field.path != "id" and (wanted is None or field.path in wanted):
            columns[field.path] = _column(field, issued, draw)
    return pa.RecordBatch.from_pydict(columns)


def batches(rows: int, size: int = 131_072, only: Iterable[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The register in batches."""
    for number, start in enumerate(range(0, rows, size)):
        yield batch(min(size, rows - start), number, only)


def _column(field: Field, issued: Any, draw: np.random.Generator) -> Any:
    count = len(issued)
    step = next((s for s in (field.path, field.path.split(".")[0]) if s in STEPS), None)
    missing = 0.9 if field.path.split(".")[0] in RARE else MISSING if field.path != "order.issued_on" else 0.0
    gone = draw.random(count) < missing
    if field.type is Type.LIST:
        return _list(field, issued, gone, draw)
    if field.type in (Type.EVENT, Type.DATE):
        days = issued + (
            STEPS.get(step or "", 40)
            + (draw.integers(-3, 6, count) if field.path != "order.issued_on" else 0)
        )
        return pa.array(days.astype(np.int32), pa.int32(), mask=gone).cast(pa.date32())
    if field.type is Type.BOOL:
        return pa.array(draw.random(count) < 0.9, mask=gone)
    if field.type is Type.CHOICE:
        return _choice(field, gone, draw)
    if field.type is Type.SET:
        words = pa.array([option.key for option in field.options])
        sizes = np.where(gone, 0, draw.integers(1, len(field.options) + 1, count))
        taken = np.concatenate([np.arange(size) for size in sizes]) if sizes.sum() else np.zeros(0, int)
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        return pa.ListArray.from_arrays(pa.array(offsets), words.take(pa.array(taken)))
    if field.type is Type.NUMBER:
        return pa.array(draw.integers(1, 40, count), mask=gone)
    return pa.array(np.full(count, "x"), mask=gone)


def _choice(field: Field, gone: Any, draw: np.random.Generator) -> Any:
    weights = np.array([4.0] + [1.0] * (len(field.options) - 1))
    codes = draw.choice(len(field.options), len(gone), p=weights / weights.sum())
    words = pa.array([option.key for option in field.options])
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8), mask=gone), words)


def _list(field: Field, issued: Any, gone: Any, draw: np.random.Generator) -> Any:
    sizes = np.where(gone, 0, draw.integers(1, 4, len(gone)))
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    inner = np.repeat(issued, sizes)
    if not field.children:
        return pa.ListArray.from_arrays(pa.array(offsets), pa.array(np.full(len(inner), "x")))
    return pa.ListArray.from_arrays(pa.array(offsets), _struct(field, inner, draw))


def _struct(field: Field, issued: Any, draw: np.random.Generator) -> Any:
    arrays = {
        key: _struct(child, issued, draw) if child.type is Type.OBJECT else _column(child, issued, draw)
        for key, child in field.children.items()
    }
    return pa.StructArray.from_arrays(list(arrays.values()), list(arrays))
