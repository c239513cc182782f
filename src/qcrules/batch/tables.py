"""Records as case files have them → a table: the way back from ``rows``, for JSON lines and for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from ..errors import RecordError
from ..facts.field import Field
from ..facts.types import Type
from ..facts.words import NONE_MARK, UNKNOWN_MARK, is_blank
from ..text import shown
from .schema import STATE

RecordCells = dict[str, Any]
_FIELDS = "здесь нужны поля вида «ключ: значение»", "expected fields here, `key: value`"


def table_of(records: Sequence[Mapping[str, Any]], root: Field) -> pa.RecordBatch:
    """A batch of records, all cells as text; «нет» and «?» stand in ``.state`` where a cell cannot hold them."""
    return table_of_rows([row_of(record, root) for record in records])


def row_of(record: Mapping[str, Any], root: Field) -> RecordCells:
    """The cells of one record. RecordError where a fact with parts is none, or a list is none."""
    row: RecordCells = {}
    _object(root, record, "", row)
    return row


def table_of_rows(rows: Sequence[RecordCells]) -> pa.RecordBatch:
    """Rows that were made already, as a batch."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {
        name: pa.array([row.get(name) for row in rows], _type([row.get(name) for row in rows]))
        for name in names
    }
    return pa.RecordBatch.from_pydict(columns or {"id": pa.nulls(len(rows))})


def _type(values: Sequence[Any]) -> Any:
    """Text, or lists of texts, or lists of structs whose fields are text."""
    items = [item for value in values if isinstance(value, list) for item in value]
    if not any(isinstance(value, list) for value in values):
        return pa.string()
    if any(isinstance(item, Mapping) for item in items):
        names = list(dict.fromkeys(name for item in items for name in item))
        return pa.list_(pa.struct([(name, pa.string()) for name in names]))
    return pa.list_(pa.string())


def _object(whole: Field, record: Any, dot: str, row: RecordCells) -> None:
    if not isinstance(record, Mapping):
        raise _unlike(dot.rstrip("."), *_FIELDS)
    for key, value in record.items():
        fact = whole.child(key)
        if fact is None:
            row[dot + key] = str(value)
        else:
            _value(fact, value, dot + fact.key, row)


def _value(fact: Field, value: Any, name: str, row: RecordCells) -> None:
    value = value.strip() if isinstance(value, str) else value
    if is_blank(value) or value == UNKNOWN_MARK:
        row[f"{name}.{STATE}"] = UNKNOWN_MARK if value == UNKNOWN_MARK else "none"
    elif fact.type is Type.OBJECT:
        _object(fact, value, f"{name}.", row)
    elif fact.type is Type.LIST:
        if not isinstance(value, list | tuple):
            raise _unlike(name, "нужен список", "expected a list")
        row[name] = [_item(fact, item, name) for item in value]
    elif fact.type is Type.TABLE:
        row[name] = json.dumps(value, ensure_ascii=False, default=str)
    elif fact.type is Type.SET:
        words = value if isinstance(value, list | tuple) else [value]
        row[name] = ";".join(map(str, words)) or NONE_MARK
    elif isinstance(value, bool):
        row[name] = "yes" if value else "no"
    else:
        row[name] = str(value)


def _item(fact: Field, item: Any, name: str) -> Any:
    if not fact.children:
        return str(item)
    cells: RecordCells = {}
    if not isinstance(item, Mapping):
        raise _unlike(name, *_FIELDS)
    _object(fact, item, "", cells)
    return cells


def _unlike(name: str, ru: str, en: str) -> RecordError:
    before = f"{shown(name)}: " if name else ""
    return RecordError.of(before + ru, before + en)
