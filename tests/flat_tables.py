"""Records as case files have them → a table: the way back from ``qcrules.batch.rows``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from qcrules.batch.schema import STATE
from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.facts.words import BLANK, NONE_MARK, UNKNOWN_MARK, stated, tidy

RecordCells = dict[str, Any]


def table_of(records: Sequence[Mapping[str, Any]], root: Field) -> pa.RecordBatch:
    """A batch of records, all cells as text; «нет» and «?» stand in ``.state`` where a cell cannot hold them."""
    rows: list[RecordCells] = []
    for record in records:
        row: RecordCells = {}
        _object(root, record, "", row)
        rows.append(row)
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: _column([row.get(name) for row in rows]) for name in names}
    return pa.RecordBatch.from_pydict(columns or {"id": pa.nulls(len(rows))})


def _column(values: Sequence[Any]) -> pa.Array:
    """A column of one type; where text stands among lists, all of it is text."""
    if any(isinstance(value, str) for value in values):
        values = [
            json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value for value in values
        ]
    return pa.array(values, _type(values))


def _type(values: Sequence[Any]) -> Any:
    """Text, or lists of texts, or lists of structs whose fields are text."""
    items = [item for value in values if isinstance(value, list) for item in value]
    if not any(isinstance(value, list) for value in values):
        return pa.string()
    if any(isinstance(item, Mapping) for item in items):
        names = list(dict.fromkeys(name for item in items for name in item))
        return pa.list_(pa.struct([(name, pa.string()) for name in names]))
    return pa.list_(pa.string())


def _object(whole: Field, record: Mapping[str, Any], dot: str, row: RecordCells) -> None:
    for key, value in record.items():
        fact = whole.child(key)
        if fact is None:
            row[dot + key] = str(value)
        else:
            _value(fact, value, dot + fact.key, row)


def _value(fact: Field, value: Any, name: str, row: RecordCells) -> None:
    value = stated(tidy(value)) if isinstance(value, str) and fact.type is not Type.TEXT else value
    if value == BLANK and value is not None:
        return
    if value is None or value == UNKNOWN_MARK:
        row[f"{name}.{STATE}"] = UNKNOWN_MARK if value == UNKNOWN_MARK else "none"
    elif isinstance(value, str):
        row[name] = value
    elif fact.type is Type.OBJECT:
        _object(fact, value, f"{name}.", row)
    elif fact.type is Type.LIST:
        row[name] = [_item(fact, item) for item in value]
    elif fact.type is Type.TABLE:
        row[name] = json.dumps(value, ensure_ascii=False, default=str)
    elif fact.type is Type.SET:
        words = [value] if isinstance(value, str) else list(value)
        row[name] = ";".join(words) or NONE_MARK
    elif isinstance(value, bool):
        row[name] = "yes" if value else "no"
    else:
        row[name] = str(value)


def _item(fact: Field, item: Any) -> Any:
    if not fact.children:
        return str(item)
    cells: RecordCells = {}
    _object(fact, item, "", cells)
    return cells
