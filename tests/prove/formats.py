"""How records are written in a format."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from attrs import frozen
from flat_tables import table_of

from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.facts.words import NONE_MARK
from qcrules.judge.rulebook import load_rules
from qcrules.testing.strategies.boundaries import exact


@frozen
class Drawn:
    """Some records of one kind and one day."""

    kind: str
    records: list[Mapping[str, Any]]
    as_of: date
    complete: bool

    @property
    def root(self) -> Field:
        return load_rules().core.vocabulary.kinds[self.kind].root

    def numbered(self) -> list[tuple[str, Mapping[str, Any]]]:
        return [(str(number), record) for number, record in enumerate(self.records)]

    def flat(self) -> pa.RecordBatch:
        """The records as a table of texts."""
        own = [{**record, "id": name} for name, record in self.numbered()]
        return table_of(own, self.root)


Table = tuple[list[str], list[list[Any]]]


def dotted(whole: Field, record: Mapping[str, Any], dot: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in record.items():
        fact = whole.child(key)
        if fact is not None and fact.type is Type.OBJECT and isinstance(value, Mapping) and value:
            found |= dotted(fact, value, f"{dot}{key}.")
        else:
            found[dot + key] = value
    return found


def in_text(drawn: Drawn) -> Table:
    """A table of texts; lists stand in it as JSON."""
    flat = drawn.flat()
    return flat.schema.names, [[_text(one) for one in row.values()] for row in flat.to_pylist()]


def write_csv(file: Path, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(names)
        writer.writerows(rows)


def write_excel(file: Path, names: Sequence[str], rows: Sequence[Sequence[Any]], root: Field) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        day, minute = (book.add_format({"num_format": f}) for f in ("dd.mm.yyyy", "dd.mm.yyyy hh:mm"))
        sheet.write_row(0, 0, names)
        for at, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                value = _in_cell(cell, None if cell is None else root.child(names[place]))
                if isinstance(value, datetime):
                    sheet.write_datetime(at, place, value, minute if value.hour or value.minute else day)
                elif value is not None and value != "":
                    sheet.write(at, place, value)


def _in_cell(cell: Any, fact: Field | None) -> Any:
    """A value as a person would have it in a cell: days and minutes, truths, numbers."""
    if isinstance(cell, str) and (moment := _moment(cell)) is not None and moment.year > 1900:
        return moment
    if fact is not None and fact.type is Type.BOOL and cell in ("yes", "no"):
        return cell == "yes"
    return int(cell) if fact is not None and fact.type is Type.NUMBER and str(cell).isdigit() else cell


def _moment(words: str) -> datetime | None:
    try:
        return exact(words)
    except ValueError:
        return None


def numbered_columns(drawn: Drawn) -> Table:
    """A table of texts; lists whose items all say something in plain cells have a column for each."""
    names: list[str] = []
    columns: list[list[Any]] = []
    flat = drawn.flat()
    for name, column in zip(flat.schema.names, flat.columns, strict=True):
        values = column.to_pylist()
        lists = [value for value in values if value is not None]
        if not pa.types.is_list(column.type) or not all(lists) or not all(map(_plain, _items(lists))):
            names.append(name)
            columns.append([_text(value) for value in values])
            continue
        for number, items in enumerate(zip_longest(*(value or [] for value in values)), 1):
            cells = [_cells(item) for item in items]
            for inner in dict.fromkeys(key for one in cells for key in one):
                names.append(f"{name}[{number}]{f'.{inner}' if inner else ''}")
                columns.append([one.get(inner) for one in cells])
    return names, [list(row) for row in zip(*columns, strict=True)] if columns else []


def _items(lists: Sequence[Sequence[Any]]) -> list[Any]:
    return [item for value in lists for item in value]


def _plain(item: Any) -> bool:
    cells = _cells(item)
    return any(str(cell).strip() for cell in cells.values()) and not any(
        isinstance(cell, list) for cell in cells.values()
    )


def _cells(item: Any) -> dict[str, Any]:
    if isinstance(item, Mapping):
        return {key: value for key, value in item.items() if value is not None}
    return {} if item is None else {"": item}


def own_type(fact: Field | None, column: pa.Array) -> pa.Array:
    values = column.to_pylist()
    told = [value for value in values if value is not None]
    if fact is None or not told or pa.types.is_list(column.type):
        return column
    if fact.type.is_day and all(
        (moment := _moment(one)) and moment.time() == moment.min.time() for one in told
    ):
        return pa.array(
            [None if one is None else date.fromisoformat(one[:10]) for one in values], pa.date32()
        )
    if fact.type.is_day and all(map(_moment, told)):
        return pa.array([None if one is None else exact(one) for one in values], pa.timestamp("us"))
    if fact.type is Type.BOOL and {*told} <= {"yes", "no"}:
        return pa.array([None if one is None else one == "yes" for one in values], pa.bool_())
    if fact.type in (Type.NUMBER, Type.YEAR) and all(one.isdigit() and len(one) < 16 for one in told):
        return pa.array([None if one is None else int(one) for one in values], pa.int64())
    return column


def typed(value: Any) -> Any:
    """A value as a program has it that gives it to PyYAML: days are days."""
    if isinstance(value, Mapping):
        return {key: typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    moment = _moment(value) if isinstance(value, str) and len(value) == 10 else None
    return value if moment is None else moment.date()


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _text(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    told = [
        {k: v for k, v in one.items() if v is not None} if isinstance(one, dict) else one for one in value
    ]
    return as_json(told) if told else NONE_MARK
