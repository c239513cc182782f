"""Registers in files: Parquet, CSV, JSON lines and Excel, read in batches."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from attrs import define, field

from ..engine.columnar.tape import Array
from ..errors import Problem, RecordError, UsageError
from ..facts.vocabulary import Kind, Vocabulary
from ..facts.words import FOREIGN_NULLS
from ..reader import MIB, require_regular
from ..records.reading import read_mapping
from ..text import Text
from .tables import RecordCells, row_of, table_of_rows

MAX_LINE = 4 * MIB
"""So many characters a line of JSON lines may have."""

MAX_SIZE = 64 * MIB
"""Lines of so many characters are handed on, however few they are."""

ROWS = 32_768
"""Batches that are read, and handed to a process, at once."""

_ITEM = re.compile(r"^(?P<list>.+)\[(?P<number>\d+)\](?:\.(?P<rest>.+))?$")


Broken = list[tuple[int, Text]]
"""Lines that could not even be made a row, and why."""


@define
class Chunk:
    """Some rows of a file, and the number of each in it as a person counts: from 1, a header being one too."""

    batch: pa.RecordBatch
    file: str
    lines: Array
    broken: Broken = field(factory=list)


def chunks(path: Path, vocabulary: Vocabulary, kind: Kind) -> Iterator[Chunk]:
    """The rows of a file in batches. UsageError where it cannot be read at all."""
    readers = {
        ".parquet": _parquet,
        ".csv": _csv,
        ".tsv": _csv,
        ".xlsx": _excel,
        ".xls": _excel,
        ".ods": _excel,
    }
    lines = path.suffix.lower() in (".jsonl", ".ndjson")
    reader = readers.get(path.suffix.lower())
    if reader is None and not lines:
        known = ", ".join([*readers, ".jsonl"])
        raise wrong_file(
            path, f"вид файла не известен; читаются: {known}", f"unknown kind of file; there are: {known}"
        )
    require_regular(path, UsageError)
    try:
        for found in _json_lines(path, vocabulary, kind) if lines else reader(path) if reader else ():
            yield Chunk(gathered(found[0]), str(path), *found[1:])
    except UnicodeError:
        raise wrong_file(
            path, "не UTF-8, не UTF-16 и не cp1251", "is neither UTF-8 nor UTF-16 nor cp1251"
        ) from None
    except (OSError, pa.ArrowException) as error:
        why = " ".join(str(error).split())[:200]
        raise wrong_file(path, f"не читается: {why}", f"cannot be read: {why}") from None


def wrong_file(path: Path | str, ru: str, en: str) -> UsageError:
    """The error that speaks of a file."""
    return UsageError(Problem(Text(f"{path}: {ru}", f"{path}: {en}")))


Batches = Iterator[tuple[pa.RecordBatch, Array, Broken]]


def _from(first: int, batch: pa.RecordBatch) -> Array:
    return np.arange(first, first + batch.num_rows)


def _parquet(path: Path) -> Batches:
    first = 1
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS, use_threads=False):  # threads would keep heaps of their own
            yield batch, _from(first, batch), []
            first += batch.num_rows


def _csv(path: Path) -> Batches:
    """CSV of any delimiter, in UTF-8, UTF-16 or cp1251; every cell is text, an empty one is no cell."""
    encoding, delimiter, header = _dialect(path)
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise wrong_file(path, f"столбец `{twice}` дан дважды", f"column `{twice}` is given twice")
    broken: Broken = []
    skipped: list[int] = []

    def ragged(row: pa_csv.InvalidRow) -> str:
        skipped.append(row.number or 0)
        given, wanted = row.actual_columns, row.expected_columns
        why = Text(f"ячеек {given}, а столбцов {wanted}", f"{given} cells, where there are {wanted} columns")
        broken.append((row.number or 0, why))
        return "skip"

    with pa_csv.open_csv(
        path,
        pa_csv.ReadOptions(encoding=encoding, block_size=8 << 20, use_threads=False),
        pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=ragged),
        pa_csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()),
            strings_can_be_null=True,
            null_values=list(FOREIGN_NULLS),
        ),
    ) as file:
        first = 0
        for batch in file:
            for start in range(0, max(batch.num_rows, 1), ROWS):
                part = batch.slice(start, ROWS)
                found, broken[:] = list(broken), []
                yield part, _around(skipped, _from(first, part)), found
                first += part.num_rows
        if broken:
            none = pa.RecordBatch.from_pydict({name: pa.nulls(0, pa.string()) for name in header})
            yield none, np.zeros(0, np.int64), list(broken)


def _around(skipped: list[int], rows: Array) -> Array:
    """The lines of rows, the header being line 1, where some lines are no rows."""
    # the n-th line that was skipped stands before every row but the first ``line - n - 2`` ones
    return rows + 2 + np.searchsorted(np.array(skipped) - np.arange(len(skipped)) - 2, rows, side="right")


def _dialect(path: Path) -> tuple[str, str, list[str]]:
    """Encoding, delimiter and header of a CSV file."""
    with open(path, "rb") as file:
        head = file.read(1 << 20)
    encoding = "utf-8"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        try:
            codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
        except UnicodeDecodeError:
            encoding = "cp1251"
    text = head.decode(encoding, errors="ignore").removeprefix("\ufeff")
    if not text.strip():
        raise wrong_file(path, "файл пуст", "the file is empty")
    line = text.splitlines()[0]
    delimiter = max(",;\t|", key=line.count)
    try:
        return encoding, delimiter, next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        longest = csv.field_size_limit()
        raise wrong_file(
            path,
            f"в первой строке нет названий столбцов: в ней ячейка длиннее {longest} знаков",
            f"the first line does not name the columns: a cell of it is longer than {longest} characters",
        ) from None


def _excel(path: Path) -> Batches:
    """The first sheet; the first row holds the names."""
    from ..forms.workbook import typed

    rows = _sheet_rows(path)
    if not rows:
        raise wrong_file(path, "лист пуст", "the sheet is empty")
    header = [str(name).strip() for name in rows[0]]
    named = [number for number, name in enumerate(header) if name]
    if len({header[number] for number in named}) < len(named):
        raise wrong_file(path, "в первой строке названия повторяются", "names in the first row repeat")
    for start in range(1, max(len(rows), 2), ROWS):
        some = rows[start : start + ROWS]
        columns = {header[n]: pa.array([typed(row[n]) or None for row in some], pa.string()) for n in named}
        batch = pa.RecordBatch.from_pydict(columns)
        yield batch, _from(start + 1, batch), []


def _sheet_rows(path: Path) -> list[list[Any]]:
    """The cells of the first sheet."""
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise wrong_file(path, "для Excel нужен qcrules[excel]", "Excel needs qcrules[excel]") from None
    try:
        if path.suffix.lower() == ".xlsx":
            from ..forms.workbook import first_sheet

            return first_sheet(path)
        return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except RecordError as error:
        why = error.problems[0].message
        raise wrong_file(path, why.ru, why.en) from None
    except Exception as error:  # the reader has a class of errors for every kind of damage
        raise wrong_file(
            path, f"не читается как Excel: {error}", f"cannot be read as Excel: {error}"
        ) from None


def _json_lines(path: Path, vocabulary: Vocabulary, kind: Kind) -> Batches:
    """A record a line: as a case file has it, or its fields alone."""
    rows: list[RecordCells] = []
    numbers: list[int] = []
    broken: Broken = []
    size = 0
    for number, line in _lines(path):
        found = _parsed(line, vocabulary, kind)
        if isinstance(found, Text):
            broken.append((number, found))
            continue
        rows.append(found)
        numbers.append(number)
        size += len(line)
        if len(rows) >= ROWS // 4 or size > MAX_SIZE:
            yield table_of_rows(rows), np.array(numbers), broken
            rows, numbers, broken, size = [], [], [], 0
    if rows or broken:
        yield table_of_rows(rows), np.array(numbers, np.int64), broken


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not blank, and their numbers."""
    with open(path, encoding="utf-8-sig") as file:
        for number, line in enumerate(iter(partial(file.readline, MAX_LINE + 1), ""), 1):
            if len(line) > MAX_LINE:
                ru = f"строка {number} длиннее {MAX_LINE // MIB} млн знаков"
                en = f"line {number} is longer than {MAX_LINE // MIB} million characters"
                raise wrong_file(path, ru, en)
            if line.strip():
                yield number, line


def _parsed(line: str, vocabulary: Vocabulary, kind: Kind) -> RecordCells | Text:
    """The record in a line, or what is wrong with it."""
    try:
        content = json.loads(line)
        if not isinstance(content, dict):
            return Text("запись — это объект, {…}", "a record is an object, {…}")
        return row_of(_record(content, vocabulary), kind.root)
    except json.JSONDecodeError as error:
        at = error.pos + 1
        return Text(f"не JSON: ошибка у знака {at}", f"no JSON: wrong near character {at}")
    except ValueError:
        return Text("в числе слишком много цифр", "a number has too many digits")
    except RecursionError:
        return Text("слишком глубокая вложенность", "nested too deeply")
    except RecordError as error:
        return error.problems[0].message


def _record(content: Mapping[str, Any], vocabulary: Vocabulary) -> Mapping[str, Any]:
    if any(vocabulary.kind(key) is not None for key in content):
        return read_mapping(content, vocabulary).record
    return content


def gathered(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Columns `list[1].field`, `list[2].field` … as one column of lists."""
    found: dict[str, dict[int, dict[str, list[Any]]]] = {}
    rest = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        item = _ITEM.match(name)
        if item is None:
            rest[name] = column
        else:
            by_number = found.setdefault(item["list"], {})
            by_number.setdefault(int(item["number"]), {})[item["rest"] or ""] = column.to_pylist()
    for name, items in found.items():
        rows: list[Any] = []
        for row in range(batch.num_rows):
            cells = [{key: values[row] for key, values in items[n].items()} for n in sorted(items)]
            told = [cell for cell in cells if any(value is not None for value in cell.values())]
            plain = all(set(cell) == {""} for cell in told)
            rows.append(([cell[""] for cell in told] if plain else told) or None)
        rest[name] = pa.array(rows) if any(rows) else pa.nulls(batch.num_rows)
    return pa.RecordBatch.from_pydict(rest) if found else batch
