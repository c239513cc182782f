"""Registers in CSV: of any delimiter, in UTF-8, UTF-16 or cp1251, with titles and blank rows about the table."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from attrs import define, field, frozen

from ..engine.columnar.tape import Array
from ..facts.words import tidy
from ..reader import MIB
from ..text import Text, shown
from .arrow import told
from .frames import MOST_TITLES, titles, wrong_file

ROWS = 32_768
"""Batches that are read, and handed to a process, at once."""

MAX_COLUMNS = 4096
"""So many columns a register may have."""

Broken = list[tuple[int, Text, Mapping[str, Any]]]
"""Lines that could not even be made a row, why, and what could be read of each."""


def refuse_many(path: Path, columns: int) -> None:
    if columns > MAX_COLUMNS:
        ru, en = f"столбцов больше {MAX_COLUMNS}", f"there are more than {MAX_COLUMNS} columns"
        raise wrong_file(path, ru, en)


def csv_batches(path: Path) -> Iterator[tuple[pa.RecordBatch, Array, Broken]]:
    """CSV of any delimiter, in UTF-8, UTF-16 or cp1251; every cell is text."""
    dialect = dialect_of(path)
    header = dialect.header
    refuse_many(path, len(header))
    for name in header:
        if name and header.count(name) > 1:
            raise wrong_file(
                path,
                f"столбец `{shown(name)}` дан дважды",
                f"column `{shown(name)}` is given twice",
            )
    names = [name or f"\0{number}" for number, name in enumerate(header)]
    broken: Broken = []
    ends = _Ends()

    def ragged(row: pa_csv.InvalidRow) -> str:
        number = (row.number or 0) - 1 - dialect.lines
        ends.ragged(number, row.text)
        if row.text.strip():
            given, wanted = row.actual_columns, row.expected_columns
            why = Text(
                f"ячеек {given}, а столбцов {wanted}", f"{given} cells, where there are {wanted} columns"
            )
            cells = next(csv.reader([row.text], delimiter=dialect.delimiter), [])
            broken.append((number + dialect.rows + 1, why, dict(zip(names, cells, strict=False))))
        return "skip"

    with _opened(path, dialect, names, ragged) as file:
        for batch in file:
            for start in range(0, max(batch.num_rows, 1), ROWS):
                part = batch.slice(start, ROWS)
                found, broken[:] = list(broken), []
                at = ends.numbers(part) + dialect.rows + 1
                yield *_without_blank_rows(part, at), found
    if (last := ends.left_open(path)) is not None:
        number = last + dialect.rows + 1
        raise wrong_file(
            path,
            f"строка {number}: кавычка не закрыта, и всё до конца файла стоит в одной ячейке",
            f"row {number}: a quotation mark is not closed, so that all to the end is one cell",
        )
    if broken:
        none = pa.RecordBatch.from_pydict({name: pa.nulls(0, pa.string()) for name in names})
        yield none, np.zeros(0, np.int64), list(broken)


def _opened(
    path: Path, dialect: Dialect, names: list[str], ragged: Callable[[pa_csv.InvalidRow], str]
) -> pa_csv.CSVStreamingReader:
    """The rows of a file, every cell as text. ``ragged`` hears of those with too few or too many cells."""
    return pa_csv.open_csv(
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
    )


@define
class _Ends:
    """The rows of a file as they are read: their numbers from 0, and whether the last one ends."""

    read: int = 0
    skipped: list[int] = field(factory=list)
    odd: int = -1
    """The last of those that are skipped for their cells and have a quotation mark without its pair."""
    long: int = -1
    """The last one that is read and has several lines in its last cell."""

    def ragged(self, number: int, text: str) -> None:
        """A row of too few or too many cells, which is skipped."""
        self.skipped.append(number)
        if "\n" in text and text.count('"') % 2:
            self.odd = number

    def numbers(self, part: pa.RecordBatch) -> Array:
        """The numbers of the next rows that are read, among all that stand in the file."""
        rows = np.arange(self.read, self.read + part.num_rows)
        skipped = np.array(self.skipped) - np.arange(len(self.skipped))
        found: Array = rows + np.searchsorted(skipped, rows, side="right")
        self.read += part.num_rows
        if part.num_rows and "\n" in (part.column(part.num_columns - 1)[-1].as_py() or ""):
            self.long = int(found[-1])
        return found

    def left_open(self, path: Path) -> int | None:
        """The last row, where a quotation mark begins a cell in it and none ends it."""
        last = self.read + len(self.skipped) - 1
        if last < 0 or last not in (self.odd, self.long):
            return None
        return last if last == self.odd or not _ends_in_quotes(path) else None


def _ends_in_quotes(path: Path) -> bool:
    """Is the last sign of a file, blanks aside, a quotation mark?"""
    with open(path, "rb") as file:
        file.seek(max(0, path.stat().st_size - 1024))
        return file.read().rstrip(b"\0\r\n \t").endswith(b'"')


def _without_blank_rows(batch: pa.RecordBatch, lines: Array) -> tuple[pa.RecordBatch, Array]:
    """The rows of which any cell is filled in."""
    filled = np.zeros(batch.num_rows, np.bool_)
    for column in batch.columns:
        if filled.all():
            return batch, lines
        filled |= told(column)
    return batch.filter(pa.array(filled)), lines[filled]


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
    head, encoding = encoding_of(path)
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


def encoding_of(path: Path) -> tuple[bytes, str]:
    """How a file of text begins, and in what encoding all of it is written: what is no UTF-8 is cp1251."""
    decoder, plain, lines = codecs.getincrementaldecoder("utf-8")(), True, 1
    with open(path, "rb") as file:
        head = data = file.read(MIB)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return head, "utf-16"
        while data:
            try:
                decoder.decode(data)
            except UnicodeDecodeError as fault:
                if data is head or (plain and fault.object[: fault.start].isascii()):
                    return head, "cp1251"
                at = lines + fault.object.count(b"\n", 0, fault.start)
                ru, en = (
                    f"строка {at}: не UTF-8, а до неё UTF-8",
                    f"line {at} is no UTF-8, where those before it are",
                )
                raise wrong_file(path, ru, en) from None
            plain, lines = plain and data.isascii(), lines + data.count(b"\n")
            data = file.read(8 * MIB)
    return head, "utf-8"


def _unquoted(lines: list[str]) -> str:
    """The first line of several cells, without what stands between quotation marks, where commas mean nothing."""
    found = re.sub(r'"[^"]*"', "", "".join(lines[:MOST_TITLES])).splitlines()
    return next((line for line in found if any(sign in line.strip(",;\t| ") for sign in ",;\t|")), found[0])
