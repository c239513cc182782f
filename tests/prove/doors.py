"""Every door through which a record comes: how it is written in a format, and what is said of it then.

A door takes a few records of one day (``Drawn``) and gives what is said of each by id; ``None`` where it is refused.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
import yaml
from attrs import evolve, frozen
from flat_tables import table_of

from qcrules.batch import check_batch
from qcrules.batch.job import Job
from qcrules.batch.run import run
from qcrules.domain import KINDS
from qcrules.errors import QcrulesError
from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.facts.words import NONE_MARK
from qcrules.judge.check import check
from qcrules.judge.rulebook import load_rules
from qcrules.testing.strategies.boundaries import exact
from qcrules.testing.strategies.typed import build

WORST = ["not_applicable", "compliant", "undetermined", "pending", "violated"]
CLASSES = {kind: cls for cls, kind in KINDS.items()}


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


@frozen
class Said:
    """What is said of a record: the worst verdict of every rule, and every violation to the words."""

    verdicts: Mapping[str, str]
    violations: list[tuple[Any, ...]]


BESIDE = ("id", "file", "sheet", "contested")
"""What stands beside the verdicts of a row; file and sheet where it is a form."""

Answers = dict[str, Said | None]
Way = Callable[[Path, Drawn], Answers]
Table = tuple[list[str], list[list[Any]]]


# -- one record at a time ---------------------------------------------------------------------------------------


def checked(record: Any, drawn: Drawn, **more: Any) -> Said | None:
    """What a single check says."""
    try:
        found = check(record, as_of=drawn.as_of, complete=drawn.complete, engine="reference", **more).findings
    except QcrulesError:
        return None
    worst: dict[str, str] = {}
    for one in found:
        worst[one.rule] = max(worst.get(one.rule, WORST[0]), str(one.verdict), key=WORST.index)
    violated = [
        (
            one.rule,
            one.item,
            str(one.due.at)[:16] if one.due else None,
            f"{one.delay.value} {one.delay.unit}" if one.delay else "",
            one.message,
        )
        for one in found
        if str(one.verdict) == "violated"
    ]
    return Said(worst, sorted(violated, key=repr))


def mapping(folder: Path, drawn: Drawn) -> Answers:
    """A mapping of Python."""
    return {name: checked({drawn.kind: record}, drawn) for name, record in drawn.numbered()}


def yaml_file(folder: Path, drawn: Drawn) -> Answers:
    """A case file, written by PyYAML: with dates of its own, and aliases for what stands twice."""
    return {
        name: _of_file(
            folder / "x.yaml",
            yaml.safe_dump({drawn.kind: _typed(record)}, allow_unicode=True, sort_keys=False),
            drawn,
        )
        for name, record in drawn.numbered()
    }


def json_file(folder: Path, drawn: Drawn) -> Answers:
    """A case file in JSON, which says of itself when it is checked."""
    return {
        name: _of_file(folder / "x.json", _json({drawn.kind: record}), drawn)
        for name, record in drawn.numbered()
    }


def _of_file(file: Path, text: str, drawn: Drawn) -> Said | None:
    file.write_text(text, encoding="utf-8")
    return checked(file, drawn)


def typed_object(folder: Path, drawn: Drawn) -> Answers:
    """An object of the domain."""
    return {name: _of_object(record, drawn) for name, record in drawn.numbered()}


def _of_object(record: Mapping[str, Any], drawn: Drawn) -> Said | None:
    try:
        made = build(CLASSES[drawn.kind], record)
    except QcrulesError:
        return None
    return checked(made, drawn)


# -- registers --------------------------------------------------------------------------------------------------


def judged(file: Path, drawn: Drawn, beside: bool = False) -> Answers:
    """What is said of the rows of a register. ``beside``: the rows say themselves when they are checked."""
    job = Job(kind=drawn.kind, as_of=drawn.as_of, complete=drawn.complete, contested=False)
    job = evolve(job, as_of=None, complete=False) if beside else job
    out, bad = file.parent / "out.parquet", file.parent / "bad.parquet"
    found: Answers = {}
    try:
        with patch("gc.collect"):
            run(job, [file], out, bad)
        rejected = {row["id"]: row["row"] for row in _rows(bad)}
        for row in _rows(out):
            found[row["id"]] = Said({k: v for k, v in row.items() if k not in BESIDE}, [])
        with patch("gc.collect"):
            run(evolve(job, report="findings"), [file], out, bad)
    except QcrulesError:
        return dict.fromkeys((name for name, _ in drawn.numbered()), None)
    assert {row["id"]: row["row"] for row in _rows(bad)} == rejected
    return _with_violations(found, _rows(out)) | dict.fromkeys(rejected, None)


def _rows(file: Path) -> list[dict[str, Any]]:
    return pq.read_table(file).to_pylist() if file.exists() else []


def _with_violations(found: Answers, rows: Sequence[Mapping[str, Any]]) -> Answers:
    told: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        delay = f"{row['delay']} {row['delay_unit']}" if row["delay"] is not None else ""
        told.setdefault(row["id"], []).append((row["rule"], row["item"], row["due"], delay, row["message"]))
    return {
        name: one and evolve(one, violations=sorted(told.get(name, []), key=repr))
        for name, one in found.items()
    }


def json_lines(folder: Path, drawn: Drawn) -> Answers:
    """A record a line, nested."""
    return _of_lines(folder, drawn, [{**record, "id": name} for name, record in drawn.numbered()])


def flat_json_lines(folder: Path, drawn: Drawn) -> Answers:
    """A record a line, under dotted names."""
    lines = [{**_dotted(drawn.root, record), "id": name} for name, record in drawn.numbered()]
    return _of_lines(folder, drawn, lines)


def case_file_lines(folder: Path, drawn: Drawn) -> Answers:
    """A case file a line, which says itself when it is checked and whether it is complete."""
    has_id = drawn.root.child("id") is not None
    lines = [
        {
            drawn.kind: {**record, **({"id": name} if has_id else {})},
            **({} if has_id else {"id": name}),
            "as_of": str(drawn.as_of),
            "complete": drawn.complete,
        }
        for name, record in drawn.numbered()
    ]
    return _of_lines(folder, drawn, lines, beside=True)


def _of_lines(
    folder: Path, drawn: Drawn, lines: Sequence[Mapping[str, Any]], beside: bool = False
) -> Answers:
    file = folder / "x.jsonl"
    file.write_text("\n".join(map(_json, lines)), encoding="utf-8")
    return judged(file, drawn, beside)


def _dotted(whole: Field, record: Mapping[str, Any], dot: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in record.items():
        fact = whole.child(key)
        if fact is not None and fact.type is Type.OBJECT and isinstance(value, Mapping) and value:
            found |= _dotted(fact, value, f"{dot}{key}.")
        else:
            found[dot + key] = value
    return found


def csv_file(folder: Path, drawn: Drawn) -> Answers:
    """A table in text; lists stand in it as JSON."""
    names, rows = in_text(drawn)
    write_csv(folder / "x.csv", names, rows)
    return judged(folder / "x.csv", drawn)


def in_text(drawn: Drawn) -> Table:
    """A table of texts; lists stand in it as JSON."""
    flat = drawn.flat()
    return flat.schema.names, [[_text(one) for one in row.values()] for row in flat.to_pylist()]


def write_csv(file: Path, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(names)
        writer.writerows(rows)


def excel_register(folder: Path, drawn: Drawn) -> Answers:
    """A sheet with days, numbers and truths in cells of their types, and numbered columns for the items of lists."""
    names, rows = numbered_columns(drawn)
    write_excel(folder / "x.xlsx", names, rows, drawn.root)
    return judged(folder / "x.xlsx", drawn)


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


def parquet(folder: Path, drawn: Drawn) -> Answers:
    """A table with columns of their own types: days, truths, numbers, lists."""
    flat = drawn.flat()
    columns = [
        _own_type(drawn.root.child(n), c) for n, c in zip(flat.schema.names, flat.columns, strict=True)
    ]
    try:
        pq.write_table(pa.table(columns, names=flat.schema.names), folder / "x.parquet")
    except pa.ArrowNotImplementedError:
        return {}  # Parquet holds no object without a field, such as `obstructions: [{}]`
    return judged(folder / "x.parquet", drawn)


def _own_type(fact: Field | None, column: pa.Array) -> pa.Array:
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


def arrow(folder: Path, drawn: Drawn) -> Answers:
    """A table in memory."""
    how: Any = {"kind": drawn.kind, "as_of": drawn.as_of, "complete": drawn.complete, "contested": False}
    flat = drawn.flat()
    try:
        rows, findings = (
            check_batch(flat, report=one, **how).to_pylist() for one in ("verdicts", "findings")
        )
    except QcrulesError:
        return dict.fromkeys((name for name, _ in drawn.numbered()), None)
    beside = ("id", "contested", "error")
    found: Answers = {
        row["id"]: None if row["error"] else Said({k: v for k, v in row.items() if k not in beside}, [])
        for row in rows
    }
    return _with_violations(found, [row for row in findings if not row["error"]])


def _typed(value: Any) -> Any:
    """A value as a program has it that gives it to PyYAML: days are days."""
    if isinstance(value, Mapping):
        return {key: _typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typed(inner) for inner in value]
    moment = _moment(value) if isinstance(value, str) and len(value) == 10 else None
    return value if moment is None else moment.date()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _text(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    told = [
        {k: v for k, v in one.items() if v is not None} if isinstance(one, dict) else one for one in value
    ]
    return _json(told) if told else NONE_MARK


REGISTERS: Mapping[str, Way] = {
    "JSON lines": json_lines,
    "JSON lines, flat": flat_json_lines,
    "JSON lines, a case file each": case_file_lines,
    "CSV": csv_file,
    "Excel": excel_register,
    "Parquet": parquet,
    "Arrow": arrow,
}
DOORS: Mapping[str, Way] = {
    "mapping": mapping,
    "YAML": yaml_file,
    "JSON": json_file,
    "typed object": typed_object,
    **REGISTERS,
}
