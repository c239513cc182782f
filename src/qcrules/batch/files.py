"""Registers in files: Parquet, CSV, JSON lines and Excel, read in batches and written whole or not at all."""

from __future__ import annotations

import codecs
import csv
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from attrs import define, field

from ..errors import Problem, RecordError, UsageError
from ..loading.record import read_mapping
from ..text import Text
from ..vocabulary import Kind, Vocabulary
from .tables import table_of

ROWS = 32_768
"""Rows that are read, and handed to a process, at once."""

EXCEL_ROWS = 1_048_575
_ITEM = re.compile(r"^(?P<list>.+)\[(?P<number>\d+)\](?:\.(?P<rest>.+))?$")
_NO_CELLS = frozenset({"", "NULL", "null", "NaN", "nan", "NaT"})


@define
class Chunk:
    """Some rows of a file: where they stand in it, and what could not even be made a row (by line, from 1)."""

    batch: pa.RecordBatch
    file: str
    first: int
    broken: list[tuple[int, str]] = field(factory=list)


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
        raise _wrong(
            path, f"вид файла не известен; читаются: {known}", f"unknown kind of file; there are: {known}"
        )
    try:
        first = 2
        for batch, broken in _json_lines(path, vocabulary, kind) if lines else reader(path) if reader else ():
            yield Chunk(gathered(batch), str(path), first, broken)
            first += batch.num_rows + len(broken)
    except FileNotFoundError:
        raise _wrong(path, "такого файла нет", "there is no such file") from None
    except (OSError, pa.ArrowException, UnicodeError) as error:
        why = " ".join(str(error).split())[:200]
        raise _wrong(path, f"не читается: {why}", f"cannot be read: {why}") from None


def _wrong(path: Path | str, ru: str, en: str) -> UsageError:
    return UsageError(Problem(Text(f"{path}: {ru}", f"{path}: {en}")))


Rows = Iterator[tuple[pa.RecordBatch, list[tuple[int, str]]]]


def _parquet(path: Path) -> Rows:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS, use_threads=False):  # threads would keep heaps of their own
            yield batch, []


def _csv(path: Path) -> Rows:
    """CSV of any delimiter, in UTF-8, UTF-16 or cp1251; every cell is text, an empty one is no cell."""
    encoding, delimiter, header = _dialect(path)
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise _wrong(path, f"столбец `{twice}` дан дважды", f"column `{twice}` is given twice")
    broken: list[tuple[int, str]] = []

    def ragged(row: pa_csv.InvalidRow) -> str:
        broken.append((row.number or 0, f"{row.actual_columns} cells, {row.expected_columns} expected"))
        return "skip"

    with pa_csv.open_csv(
        path,
        pa_csv.ReadOptions(encoding=encoding, block_size=8 << 20, use_threads=False),
        pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=ragged),
        pa_csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()),
            strings_can_be_null=True,
            null_values=list(_NO_CELLS),
        ),
    ) as file:
        for batch in file:
            for start in range(0, max(batch.num_rows, 1), ROWS):
                found, broken[:] = list(broken), []
                yield batch.slice(start, ROWS), found
        if broken:
            yield (
                pa.RecordBatch.from_pydict({name: pa.nulls(0, pa.string()) for name in header}),
                list(broken),
            )


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
        raise _wrong(path, "файл пуст", "the file is empty")
    line = text.splitlines()[0]
    delimiter = max(",;\t|", key=line.count)
    return encoding, delimiter, next(csv.reader([line], delimiter=delimiter))


def _excel(path: Path) -> Rows:
    """The first sheet; the first row holds the names."""
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise _wrong(path, "для Excel нужен qcrules[excel]", "Excel needs qcrules[excel]") from None
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except Exception as error:  # the reader has a class of errors for every kind of damage
        if not path.exists():
            raise FileNotFoundError from None
        raise _wrong(path, f"не читается как Excel: {error}", f"cannot be read as Excel: {error}") from None
    if not rows:
        raise _wrong(path, "лист пуст", "the sheet is empty")
    header = [str(name).strip() for name in rows[0]]
    named = [number for number, name in enumerate(header) if name]
    if len({header[number] for number in named}) < len(named):
        raise _wrong(path, "в первой строке названия повторяются", "names in the first row repeat")
    for start in range(1, max(len(rows), 2), ROWS):
        some = rows[start : start + ROWS]
        columns = {header[n]: pa.array([_cell(row[n]) for row in some], pa.string()) for n in named}
        yield pa.RecordBatch.from_pydict(columns), []


def _cell(value: Any) -> str | None:
    """A cell of Excel as a case file would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second)
        return f"{value:%Y-%m-%d}" if midnight else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    said = str(value).strip()
    return said or None


def _json_lines(path: Path, vocabulary: Vocabulary, kind: Kind) -> Rows:
    """A record a line: as a case file has it, or its fields alone."""
    records: list[Mapping[str, Any]] = []
    broken: list[tuple[int, str]] = []
    with open(path, encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                records.append(_record(json.loads(line), vocabulary, kind))
            except (ValueError, RecursionError, RecordError) as error:
                broken.append((number, str(error)))
            if len(records) >= ROWS // 4:
                yield table_of(records, kind.root), broken
                records, broken = [], []
    if records or broken:
        yield table_of(records, kind.root), broken


def _record(content: Any, vocabulary: Vocabulary, kind: Kind) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise ValueError("a record is an object, {…}")
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


# -- writing --------------------------------------------------------------------------------------------------------


class Output:
    """A file that is written beside its name and takes its place when all is well."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._sink: Any = None
        if path.suffix.lower() not in (".parquet", ".csv", ".jsonl", ".ndjson", ".xlsx"):
            raise _wrong(
                path,
                "вид файла не известен; пишутся .parquet, .csv, .jsonl, .xlsx",
                "unknown kind of file; there are .parquet, .csv, .jsonl, .xlsx",
            )
        try:
            handle, name = tempfile.mkstemp(
                prefix=f".{path.name}.", suffix=path.suffix, dir=path.resolve().parent
            )
        except OSError as error:
            raise _wrong(
                path, f"не записывается ({error.strerror})", f"cannot be written ({error.strerror})"
            ) from None
        os.close(handle)
        self.neighbour = Path(name)

    def __enter__(self) -> Output:
        return self

    def write(self, batch: pa.RecordBatch) -> None:
        """More rows."""
        self.rows += batch.num_rows
        kind = self.path.suffix.lower()
        if kind == ".parquet":
            self._sink = self._sink or pq.ParquetWriter(self.neighbour, batch.schema)
            self._sink.write_batch(batch)
        elif kind == ".csv":
            plain = _plain(batch)
            self._sink = self._sink or pa_csv.CSVWriter(str(self.neighbour), plain.schema)
            self._sink.write_batch(plain)
        elif kind == ".xlsx":
            self._excel(batch)
        else:
            self._sink = self._sink or self.neighbour.open("w", encoding="utf-8")
            for row in batch.to_pylist():
                self._sink.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")

    def _excel(self, batch: pa.RecordBatch) -> None:
        try:
            import xlsxwriter
        except ImportError:
            raise _wrong(self.path, "для Excel нужен qcrules[excel]", "Excel needs qcrules[excel]") from None
        if self.rows > EXCEL_ROWS:
            raise _wrong(
                self.path,
                f"в Excel не больше {EXCEL_ROWS} строк",
                f"Excel holds no more than {EXCEL_ROWS} rows",
            )
        first = self.rows - batch.num_rows
        if self._sink is None:
            options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
            self._sink = xlsxwriter.Workbook(str(self.neighbour), options)
            sheet = self._sink.add_worksheet("qcrules")
            sheet.write_row(0, 0, batch.schema.names)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, 0, batch.num_columns - 1)
        sheet = self._sink.worksheets()[0]
        for number, row in enumerate(
            zip(*(c.to_pylist() for c in _plain(batch).columns), strict=True), first + 1
        ):
            sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sink is not None:
            self._sink.close()
        if kind is None and self._sink is not None:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(self.neighbour, 0o666 & ~mask)
            os.replace(self.neighbour, self.path)
        else:
            self.neighbour.unlink(missing_ok=True)


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Every column as text or number: lists joined."""
    columns = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_list(column.type):
            said = [None if v is None else "; ".join(map(_said, v)) for v in column.to_pylist()]
            columns[name] = pa.array(said, pa.string())
        elif pa.types.is_dictionary(column.type):
            columns[name] = column.cast(pa.string())
        else:
            columns[name] = column
    return pa.RecordBatch.from_pydict(columns)


def _said(item: Any) -> str:
    return f"{item['field']}: {item['value']}" if isinstance(item, dict) else str(item)


def mask_of(batch: pa.RecordBatch, keep: Any) -> pa.RecordBatch:
    """The rows to keep."""
    return batch if np.all(keep) else batch.filter(pa.array(keep))
