"""One row of a table → a record as a case file has it, so that a row is explained as any record is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..facts.field import Field
from ..facts.path import FactPath
from ..facts.types import Type
from ..facts.words import STATE_NONE, STATE_UNKNOWN, UNKNOWN_MARK
from ..time.months import FIRST_DAY, LAST_DAY
from .columns import list_in
from .schema import HI, LO, REGISTER, STATE, CellKey, Names, Parts, SortedColumns


def record_of(table: SortedColumns, row: int, names: Names) -> dict[str, Any]:
    """The record in a row, with English keys; what its cells leave empty is left out."""
    record: dict[str, Any] = {}
    root = names.kind.root.path
    for path, parts in table.facts.items():
        told, value = _value(parts, row, names)
        if told:
            FactPath.parse(path.removeprefix(f"{root}.") if root else path).put(record, value)
    return record


def _value(parts: Parts, row: int, names: Names) -> tuple[bool, Any]:
    """Is the fact told in this row, and what is it?"""
    cells = {role: column[row].as_py() for role, column in parts.columns.items()}
    if parts.fact.rows and not str(cells.get(STATE) or "").strip():
        value = _table(cells.get(""), {cell: column[row].as_py() for cell, column in parts.cells.items()})
        return value is not None, value
    return _told(parts.fact, cells, names)


def _told(fact: Field, cells: Mapping[str, Any], names: Names) -> tuple[bool, Any]:
    state = str(cells.get(STATE) or "").strip().casefold()
    if state in STATE_NONE:
        return True, None
    if state in STATE_UNKNOWN:
        return True, UNKNOWN_MARK
    value = _cell(fact, cells.get(""), names)
    if value is None and (cells.get(LO) is not None or cells.get(HI) is not None):
        first, last = cells.get(LO) or FIRST_DAY, cells.get(HI) or LAST_DAY
        return True, f"{_day(fact, first)}/{_day(fact, last)}"
    return value is not None, value


def _day(fact: Field, value: Any) -> str:
    value = fact.type.from_cell(value, REGISTER)
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


def _cell(fact: Field, value: Any, names: Names) -> Any:
    value = fact.type.from_cell(value, REGISTER)
    if value == "":
        return None
    return _list(fact, value, names) if fact.type is Type.LIST else value


def _list(fact: Field, value: Any, names: Names) -> Any:
    if isinstance(value, str) and value != UNKNOWN_MARK:
        found = list_in(fact, value)
        value = found if isinstance(found, list) else None
    if not fact.children or not isinstance(value, list):
        return value
    return [_item(fact, item or {}, names) for item in value]


COLUMN_WORDS = ("column", "графа", "month", "месяц")


def _table(value: Any, cells: Mapping[CellKey, Any]) -> Any:
    """A table of a report: JSON in a text, a list of its columns, cells in columns of their own."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else None
        except ValueError:
            return value
    rows: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {}
    for item in value if isinstance(value, list) else ():
        key = next((item[word] for word in COLUMN_WORDS if word in item), None)
        for row, cell in item.items():
            if row not in COLUMN_WORDS and _number(cell) is not None:
                rows.setdefault(row, {})[key] = _number(cell)
    for place, cell in cells.items():
        if _number(cell) not in (None, ""):
            FactPath(place).put(rows, _number(cell))
    return rows if rows or value is not None else None


def _number(cell: Any) -> Any:
    return Type.NUMBER.from_cell(cell, REGISTER)


def _item(fact: Field, item: Mapping[str, Any], names: Names) -> dict[str, Any]:
    by_fact: dict[str, tuple[Field, dict[str, Any]]] = {}
    for name, value in _flat("", item):
        named = names.inside(fact, name)
        if named is not None:
            by_fact.setdefault(named.fact.path, (named.fact, {}))[1][named.role] = value
    record: dict[str, Any] = {}
    for path, (inner, cells) in by_fact.items():
        told, value = _told(inner, cells, names)
        if told:
            FactPath.parse(path.removeprefix(f"{fact.path}[].")).put(record, value)
    return record


def _flat(name: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [one for key, inner in value.items() for one in _flat(f"{name}.{key}" if name else key, inner)]
    return [(name, value)]


__all__ = ["record_of"]
