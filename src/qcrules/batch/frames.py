"""Tables of other libraries → one batch of Arrow columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..errors import Problem, UsageError
from ..text import Text, shown


def wrong_file(path: Path | str, ru: str, en: str) -> UsageError:
    """The error that speaks of a file."""
    return UsageError(Problem(Text(f"{path}: {ru}", f"{path}: {en}")))


_KINDS = {
    ".parquet": "Parquet",
    ".jsonl": "JSON Lines",
    ".ndjson": "JSON Lines",
    ".csv": "CSV",
    ".tsv": "CSV",
}


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What a library cannot read is told in words of ours: what was expected."""
    try:
        yield
    except (OSError, UnicodeError, pa.ArrowException) as error:
        kind = _KINDS.get(path.suffix.lower(), "Excel")
        if isinstance(error, UnicodeError) and kind != "Parquet":
            ru, en = "не UTF-8, не UTF-16 и не cp1251", "is neither UTF-8 nor UTF-16 nor cp1251"
        else:
            ru, en = f"это не {kind}, или файл повреждён", f"is no {kind}, or is damaged"
        raise wrong_file(path, ru, en) from None


@contextmanager
def speaking_of(path: Path | str) -> Iterator[None]:
    """What is found wrong meanwhile is told with the name of the file before it."""
    try:
        yield
    except UsageError as error:
        named = [
            Problem(Text(f"{path}: {one.message.ru}", f"{path}: {one.message.en}")) for one in error.problems
        ]
        raise UsageError(named) from None


MOST_TITLES = 20
"""Among so many rows that hold anything the names of columns are looked for."""


def titles(rows: Sequence[Sequence[str | None]]) -> int:
    """How many of the first rows are titles above a table: one cell alone, where a later row has more."""
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in rows]
    first = next((number for number, count in enumerate(filled) if count > 1), 0)
    return first if all(count <= 1 for count in filled[:first]) else 0


def as_batch(given: Any) -> pa.RecordBatch:
    """The rows of a table as one batch. UsageError where it is no table."""
    if isinstance(given, pa.RecordBatch):
        return given
    if isinstance(given, pa.Table):
        return _one(given)
    if type(given).__module__.partition(".")[0] == "pandas" and hasattr(given, "iloc") and given.ndim == 2:
        return _of_pandas(given)
    try:
        if hasattr(given, "to_arrow"):
            return _one(given.to_arrow())
        if hasattr(given, "__arrow_c_stream__") or hasattr(given, "__arrow_c_array__"):
            return _one(pa.table(given))
    except (TypeError, ValueError, AttributeError, pa.ArrowException):
        pass
    said = type(given).__name__
    raise UsageError.of(
        f"проверить можно таблицу Arrow, pandas или polars, а не `{said}`",
        f"expected a table of Arrow, pandas or polars, not `{said}`",
    )


def _one(table: Any) -> pa.RecordBatch:
    if isinstance(table, pa.RecordBatch):
        return table
    if not table.num_rows:
        return pa.RecordBatch.from_arrays(
            [pa.nulls(0, kind) for kind in table.schema.types], names=table.schema.names
        )
    columns = [
        column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column for column in table.columns
    ]
    whole = [one.chunk(0) if isinstance(one, pa.ChunkedArray) else one for one in columns]
    return pa.RecordBatch.from_arrays(whole, names=table.schema.names)


def _of_pandas(frame: Any) -> pa.RecordBatch:
    """A frame of pandas; a column whose values are of several types becomes text, an index with a name a column."""
    if any(name is not None for name in frame.index.names) and not set(frame.index.names) & set(
        frame.columns
    ):
        frame = frame.reset_index()
    columns = [frame.iloc[:, number] for number in range(frame.shape[1])]
    names = [_name(name) for name in frame.columns]
    return pa.RecordBatch.from_arrays([_column(one) for one in columns], names=names)


def _name(given: Any) -> str:
    """The name of a column; of several levels with dots between them."""
    return ".".join(str(level) for level in given if level != "") if isinstance(given, tuple) else str(given)


def _column(values: Any) -> pa.Array:
    try:
        found = pa.array(values, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        found = pa.array([None if one is None or one != one else _said(one) for one in values], pa.string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _said(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value if isinstance(value, str) else shown(value)
