"""Registers in files: Parquet, CSV, JSON lines and Excel, read in batches."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from attrs import define, field, frozen

from ..engine.columnar.tape import Array
from ..errors import UsageError
from ..facts.outside import NotJson, from_json
from ..facts.words import tidy
from ..reader import MIB, require_regular
from ..text import Text, shown
from .arrow import cell_of, told
from .frames import MOST_TITLES, speaking_of, titles, wrong_file
from .sheets import SPREADSHEETS, sheet_batches

MAX_COLUMNS = 4096
"""So many columns a register may have."""

MAX_LINE = 4 * MIB
"""So many characters a line of JSON lines may have."""

MAX_SIZE = 64 * MIB
"""Lines of so many characters are handed on, however few they are."""

SMALL = 1_024
"""Parts of batches have at least so many rows."""

ROWS = 32_768
"""Batches that are read, and handed to a process, at once."""

_ITEM = re.compile(r"^(?P<list>.+)\[(?P<number>\d+)\](?:\.(?P<rest>.+))?$")


Broken = list[tuple[int, Text, str | None]]
"""Lines that could not even be made a row, why, and the id where one was told."""

Lines = list[Mapping[str, Any]]
"""What stands in lines of JSON, as it stands there."""


@define
class Chunk:
    """Some rows of a file, and the number of each in it as a person counts: from 1, a header being one too."""

    rows: pa.RecordBatch | Lines
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
        ".csv": _csv,
        ".tsv": _csv,
        **dict.fromkeys(SPREADSHEETS, partial(sheet_batches, sheet=sheet)),
        ".jsonl": _json_lines,
        ".ndjson": _json_lines,
    }
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
    try:
        for rows, lines, broken in reader(path):
            if not isinstance(rows, list):
                _refuse_many(path, rows.num_columns)
            if not isinstance(rows, list):
                with speaking_of(path):
                    rows = gathered(_filled(rows))
            yield Chunk(rows, str(path), lines, broken)
    except UnicodeError:
        raise wrong_file(
            path, "не UTF-8, не UTF-16 и не cp1251", "is neither UTF-8 nor UTF-16 nor cp1251"
        ) from None
    except (OSError, pa.ArrowException) as error:
        why = " ".join(str(error).split())[:200]
        raise wrong_file(path, f"не читается: {why}", f"cannot be read: {why}") from None


Batches = Iterator[tuple[pa.RecordBatch | Lines, Array, Broken]]


def _from(first: int, batch: pa.RecordBatch) -> Array:
    return np.arange(first, first + batch.num_rows)


def _refuse_many(path: Path, columns: int) -> None:
    if columns > MAX_COLUMNS:
        ru, en = f"столбцов больше {MAX_COLUMNS}", f"there are more than {MAX_COLUMNS} columns"
        raise wrong_file(path, ru, en)


def _parquet(path: Path) -> Batches:
    first = 1
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS, use_threads=False):  # threads would keep heaps of their own
            yield batch, _from(first, batch), []
            first += batch.num_rows


def _csv(path: Path) -> Batches:
    """CSV of any delimiter, in UTF-8, UTF-16 or cp1251; every cell is text."""
    dialect = dialect_of(path)
    header = dialect.header
    _refuse_many(path, len(header))
    for name in header:
        if name and header.count(name) > 1:
            raise wrong_file(
                path,
                f"столбец `{shown(name)}` дан дважды",
                f"column `{shown(name)}` is given twice",
            )
    names = [name or f"\0{number}" for number, name in enumerate(header)]
    broken: Broken = []
    skipped: list[int] = []

    def ragged(row: pa_csv.InvalidRow) -> str:
        number = (row.number or 0) - 1 - dialect.lines
        skipped.append(number)
        if row.text.strip():
            given, wanted = row.actual_columns, row.expected_columns
            why = Text(
                f"ячеек {given}, а столбцов {wanted}", f"{given} cells, where there are {wanted} columns"
            )
            broken.append((number + dialect.rows + 1, why, None))
        return "skip"

    with pa_csv.open_csv(
        path,
        pa_csv.ReadOptions(
            encoding=dialect.encoding,
            block_size=8 << 20,
            use_threads=False,
            skip_rows=dialect.lines,
            column_names=names,
        ),
        pa_csv.ParseOptions(
            delimiter=dialect.delimiter,
            newlines_in_values=True,
            invalid_row_handler=ragged,
            ignore_empty_lines=False,
        ),
        pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    ) as file:
        first = 0
        for batch in file:
            for start in range(0, max(batch.num_rows, 1), ROWS):
                part = batch.slice(start, ROWS)
                found, broken[:] = list(broken), []
                at = _around(skipped, _from(first, part)) + dialect.rows + 1
                first += part.num_rows
                yield *_without_blank_rows(part, at), found
        if broken:
            none = pa.RecordBatch.from_pydict({name: pa.nulls(0, pa.string()) for name in names})
            yield none, np.zeros(0, np.int64), list(broken)


def _without_blank_rows(batch: pa.RecordBatch, lines: Array) -> tuple[pa.RecordBatch, Array]:
    """The rows of which any cell is filled in."""
    filled = np.zeros(batch.num_rows, np.bool_)
    for column in batch.columns:
        if filled.all():
            return batch, lines
        filled |= told(column)
    return batch.filter(pa.array(filled)), lines[filled]


def _around(skipped: list[int], rows: Array) -> Array:
    """The numbers of rows, from 0, among all that stand in the file, where some are skipped."""
    return rows + np.searchsorted(np.array(skipped) - np.arange(len(skipped)), rows, side="right")


@frozen
class Dialect:
    """How a CSV file is written. ``lines``: how many stand before the first row; ``rows``: and as how many rows."""

    encoding: str
    delimiter: str
    header: list[str]
    lines: int
    rows: int


def dialect_of(path: Path) -> Dialect:
    """How a CSV file is written: blank lines and `sep=;` may stand before its header, which may have breaks in it."""
    head, encoding = _written(path)
    text = head.decode(encoding, errors="ignore").removeprefix("\ufeff")
    if not text.strip():
        raise wrong_file(path, "файл пуст", "the file is empty")
    lines = text.splitlines(keepends=True)
    before = next((number for number, line in enumerate(lines) if line.strip(" \t\r\n,;|")), 0)
    told_so = re.fullmatch(r"sep=([,;\t|])", lines[before].strip().removeprefix('"').removesuffix('"'))
    before += bool(told_so)
    rest = lines[before:]
    delimiter = told_so[1] if told_so else max(",;\t|", key=_unquoted(rest).count)
    rows, ends = _beginning(csv.reader(rest, delimiter=delimiter))
    if not rows:
        longest = csv.field_size_limit()
        raise wrong_file(
            path,
            f"в первой строке нет названий столбцов: в ней ячейка длиннее {longest} знаков",
            f"the first line does not name the columns: a cell of it is longer than {longest} characters",
        )
    above = titles(rows)
    header = rows[above]
    if not any(map(tidy, header)):
        raise wrong_file(
            path, "в первой строке нет названий столбцов", "the first line does not name the columns"
        )
    names = [tidy(name) for name in header]
    return Dialect(encoding, delimiter, names, before + ends[above], before + above + 1)


def _beginning(reader: Any) -> tuple[list[list[str]], list[int]]:
    """The first rows, up to one of several cells, and the line at which each ends; none where the first is too long."""
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
            if len(rows) == MOST_TITLES or sum(map(bool, map(str.strip, row))) > 1:
                break
    except csv.Error:
        pass
    return rows, ends


def _written(path: Path) -> tuple[bytes, str]:
    """How a file of text begins, and in what encoding it is written."""
    with open(path, "rb") as file:
        head = file.read(1 << 20)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head, "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return head, "cp1251"
    return head, "utf-8"


def _unquoted(lines: list[str]) -> str:
    """The first line of several cells, without what stands between quotation marks, where commas mean nothing."""
    found = re.sub(r'"[^"]*"', "", "".join(lines[:MOST_TITLES])).splitlines()
    return next((line for line in found if any(sign in line.strip(",;\t| ") for sign in ",;\t|")), found[0])


def _json_lines(path: Path) -> Batches:
    """A record a line: as a case file has it, or its fields alone."""
    records: Lines = []
    lines: list[int] = []
    broken: Broken = []
    size = 0
    for number, line in _lines(path):
        try:
            found = from_json(line)
        except NotJson as error:
            broken.append((number, error.words, None))
            continue
        if not isinstance(found, dict):
            broken.append((number, Text("запись — это объект, {…}", "a record is an object, {…}"), None))
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
    encoding = _written(path)[1]
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
    if len(keep) == batch.num_columns:
        return batch
    return pa.RecordBatch.from_arrays(
        [batch.column(number) for number in keep],
        names=[batch.schema.names[number].lstrip("\0") for number in keep],
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
