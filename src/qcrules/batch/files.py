"""Registers in files: Parquet, CSV, JSON lines and Excel, read in batches."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, field

from ..engine.columnar.tape import Array
from ..errors import UsageError
from ..facts.outside import NotJson, from_json
from ..facts.words import tidy
from ..reader import MIB, require_regular
from ..text import Text, shown
from .arrow import cell_of
from .csv_files import ROWS, Broken, csv_batches, encoding_of, refuse_many
from .frames import reading, speaking_of, wrong_file
from .sheets import SPREADSHEETS, sheet_batches

MAX_LINE = 4 * MIB
"""So many characters a line of JSON lines may have."""

MAX_SIZE = 64 * MIB
"""Lines of so many characters are handed on, however few they are."""

SMALL = 1_024
"""Parts of batches have at least so many rows."""

_ITEM = re.compile(r"^(?P<list>.+)\[(?P<number>\d+)\](?:\.(?P<rest>.+))?$")


Lines = list[Mapping[str, Any]]
"""What stands in lines of JSON, as it stands there."""


Workbooks = tuple[Path, ...]
"""Workbooks of filled forms, which are read where they are decided."""


@define
class Chunk:
    """Some rows of a file, and the number of each in it as a person counts: from 1, a header being one too."""

    rows: pa.RecordBatch | Lines | Workbooks
    file: str
    lines: Array
    broken: Broken = field(factory=list)

    def parts(self, count: int) -> Iterator[Chunk]:
        """The same in about so many parts, none of them very small."""
        size = max(SMALL, -(-len(self.lines) // max(count, 1)))
        for start in range(0, max(len(self.lines), 1), size):
            rows = self.rows[start : start + size]
            yield Chunk(rows, self.file, self.lines[start : start + size], [] if start else self.broken)


def chunks(path: Path, sheet: str | None = None) -> Iterator[Chunk]:
    """The rows of a file in batches. UsageError where it cannot be read at all. ``sheet``: of a workbook, which."""
    readers: dict[str, Callable[[Path], Batches]] = {
        ".parquet": _parquet,
        ".csv": csv_batches,
        ".tsv": csv_batches,
        **dict.fromkeys(SPREADSHEETS, partial(sheet_batches, sheet=sheet)),
        ".jsonl": json_lines,
        ".ndjson": json_lines,
    }
    if path.is_dir() or not path.exists():
        require_regular(path, UsageError)
    reader = readers.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(readers)
        raise wrong_file(
            path, f"вид файла не известен; читаются: {known}", f"unknown kind of file; there are: {known}"
        )
    require_regular(path, UsageError)
    if sheet is not None and path.suffix.lower() not in SPREADSHEETS:
        ru, en = (
            "это не книга Excel, листов в ней нет: --sheet не нужен",
            "is no workbook, so it has no sheets: leave --sheet out",
        )
        raise wrong_file(path, ru, en)
    with reading(path):
        for rows, lines, broken in reader(path):
            if not isinstance(rows, list):
                refuse_many(path, rows.num_columns)
                with speaking_of(path):
                    rows = gathered(_filled(rows))
            yield Chunk(rows, str(path), lines, broken)


Batches = Iterator[tuple[pa.RecordBatch | Lines, Array, Broken]]


def _from(first: int, batch: pa.RecordBatch) -> Array:
    return np.arange(first, first + batch.num_rows)


def _parquet(path: Path) -> Batches:
    first = 1
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS, use_threads=False):  # threads would keep heaps of their own
            refuse_unsound(path, batch)
            yield batch, _from(first, batch), []
            first += batch.num_rows


def refuse_unsound(path: Path, rows: pa.RecordBatch | pa.Table) -> None:
    """UsageError for a column that is none as Arrow keeps them: to read it would fail, or go beyond its end."""
    for name, column in zip(rows.schema.names, rows.columns, strict=True):
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            raise wrong_file(
                path,
                f"столбец `{name}`: это не текст в UTF-8, или файл повреждён",
                f"column `{name}` is no text in UTF-8, or the file is damaged",
            ) from None


_MANY = re.compile(r"\s*\[\s*\{")
"""How a JSON of many records begins."""


def json_lines(path: Path) -> Batches:
    """A record a line: as a case file has it, or its fields alone."""
    records: Lines = []
    lines: list[int] = []
    broken: Broken = []
    size = 0
    for number, line in _lines(path):
        if not (lines or broken) and (line.strip() in ("[", "{") or _MANY.match(line)):
            raise wrong_file(
                path,
                "не читается: это один JSON на весь файл, а нужна запись в строке (`jq -c '.[]'`)",
                "cannot be read: it is one JSON for the whole file, where a record a line is expected (`jq -c '.[]'`)",
            )
        try:
            found = from_json(line)
        except NotJson as error:
            broken.append((number, error.words, {}))
            continue
        if not isinstance(found, dict):
            broken.append((number, Text("запись — это объект, {…}", "a record is an object, {…}"), {}))
            continue
        records.append(found)
        lines.append(number)
        size += len(line)
        if len(records) >= ROWS // 4 or size > MAX_SIZE:
            yield records, np.array(lines), broken
            records, lines, broken, size = [], [], [], 0
    if records or broken:
        yield records, np.array(lines, np.int64), broken


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not blank, and their numbers."""
    encoding = encoding_of(path)[1]
    with open(path, encoding="utf-8-sig" if encoding == "utf-8" else encoding) as file:
        for number, line in enumerate(iter(partial(file.readline, MAX_LINE + 1), ""), 1):
            if len(line) > MAX_LINE:
                ru = f"строка {number} длиннее {MAX_LINE // MIB} млн знаков"
                en = f"line {number} is longer than {MAX_LINE // MIB} million characters"
                raise wrong_file(path, ru, en)
            if line.strip():
                yield number, line


def _filled(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The columns that have a name, or say anything."""
    keep = [
        number
        for number, name in enumerate(batch.schema.names)
        if not name.startswith("\0") or batch.column(number).null_count < batch.num_rows
    ]
    if not any(name.startswith("\0") for name in batch.schema.names):
        return batch
    return pa.RecordBatch.from_arrays(
        [batch.column(number) for number in keep],
        names=[
            "" if batch.schema.names[number].startswith("\0") else batch.schema.names[number]
            for number in keep
        ],
    )


def gathered(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Columns `list[1].field`, `list[2].field` … as one column of lists. UsageError where one stands twice."""
    found: dict[str, dict[int, dict[str, list[Any]]]] = {}
    names: list[str] = []
    columns: list[Any] = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        item = _ITEM.match(tidy(name))
        if item is None:
            names.append(name)
            columns.append(column)
            continue
        cells = found.setdefault(item["list"], {}).setdefault(int(item["number"]), {})
        if (item["rest"] or "") in cells:
            raise UsageError.of(
                f"столбец `{shown(name)}` дан дважды", f"column `{shown(name)}` is given twice"
            )
        cells[item["rest"] or ""] = [cell_of(column, row) for row in range(len(column))]
    for name, items in found.items():
        names.append(name)
        columns.append(_lists(items, batch.num_rows))
    return pa.RecordBatch.from_arrays(columns, names=names) if found else batch


def _lists(items: dict[int, dict[str, list[Any]]], count: int) -> pa.Array:
    """The items of every row; as JSON, where their values are of several types."""
    rows: list[Any] = []
    for row in range(count):
        cells = [{key: values[row] for key, values in items[n].items()} for n in sorted(items)]
        told = [cell for cell in cells if any(value is not None for value in cell.values())]
        plain = all(set(cell) == {""} for cell in told)
        rows.append(([cell[""] for cell in told] if plain else told) or None)
    if not any(rows):
        return pa.nulls(count)
    try:
        return pa.array(rows)
    except (pa.ArrowException, TypeError):
        return pa.array([None if one is None else json.dumps(one, default=str) for one in rows], pa.string())
