"""The verdicts that differ between two runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, field

from .. import harmless
from ..errors import UsageError
from ..finding import Verdict
from ..reader import require_regular
from .arrow import EncodedWords, as_text, is_text
from .csv_files import csv_batches
from .files import Batches, json_lines, refuse_unsound
from .frames import reading, wrong_file
from .people import HEADINGS
from .sheets import sheet_batches

_CODES = {word: str(one) for one in Verdict for word in (str(one), one.words.ru)}
_VERDICTS = [str(one) for one in Verdict]
_OTHER = ("id", "contested")


@define
class Moves:
    """What moved between two runs: the verdicts by rule, and the rows that came or went.

    ``repeated``: ids that stand several times; their rows are compared in their order.
    """

    verdicts: pa.Table
    came: int = 0
    went: int = 0
    repeated: list[str] = field(factory=list)


def verdicts_of(path: Path) -> pa.Table:
    """The verdicts that a run has written, as text. UsageError where they cannot be read, or are none."""
    read = _READERS.get(path.suffix.lower())
    if read is None:
        known = ", ".join(_READERS)
        raise wrong_file(path, f"сравниваются {known}", f"{known} can be compared")
    require_regular(path, UsageError)
    if not path.stat().st_size:
        raise wrong_file(path, "файл пуст", "the file is empty")
    with reading(path):
        found = read(path)
    english = {russian: name for name, russian in HEADINGS.items()}
    if "id" not in found.schema.names:
        found = found.rename_columns([english.get(name, name) for name in found.schema.names])
    if "id" not in found.schema.names:
        raise wrong_file(path, "это не вердикты: нет столбца id", "holds no verdicts: there is no column id")
    if found.num_rows and not any(_verdicts(found, name) is not None for name in _rules_in(found)):
        raise wrong_file(
            path,
            "это не вердикты: ни в одном столбце нет вердиктов правила",
            "holds no verdicts: no column has those of a rule",
        )
    return found


def _rules_in(table: pa.Table) -> list[str]:
    return [name for name in table.schema.names if name not in _OTHER]


def _sound(path: Path, batches: Batches) -> Iterator[Any]:
    """The rows of a file, batch by batch. UsageError where one cannot be read."""
    for rows, _, broken in batches:
        for line, why, _ in broken:
            raise wrong_file(path, f"строка {line}: {why.ru}", f"row {line}: {why.en}")
        yield rows


def _texts(path: Path) -> pa.Table:
    """A CSV of any dialect: a person may have opened it in Excel and saved it again."""
    return _joined(_sound(path, csv_batches(path)))


def _parquet(path: Path) -> pa.Table:
    found = pq.read_table(path)
    refuse_unsound(path, found)
    return found


def _lines(path: Path) -> pa.Table:
    rows = [row for some in _sound(path, json_lines(path)) for row in some]
    names = dict.fromkeys(name for row in rows for name in row)
    plain = {name: [one if isinstance(one := row.get(name), str) else None for row in rows] for name in names}
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in plain.items()})


def _sheet(path: Path) -> pa.Table:
    return _joined(batch for batch, *_ in sheet_batches(path))


def _joined(batches: Iterator[Any]) -> pa.Table:
    """The rows of a file; a run over a register without rows has written only a header, of which nothing comes."""
    some = [*batches]
    return pa.Table.from_batches(some) if some else pa.table({"id": pa.array([], pa.string())})


_READERS: dict[str, Callable[[Path], pa.Table]] = {
    ".parquet": _parquet,
    ".csv": _texts,
    ".xlsx": _sheet,
    ".jsonl": _lines,
    ".ndjson": _lines,
}


def moved(before: pa.Table, after: pa.Table) -> Moves:
    """What moved, by id as text."""
    was, now = _rows(before), _rows(after)
    both = [key for key in now if key in was]
    here, there = (np.array([rows[key] for key in both], np.intp) for rows in (was, now))
    found: dict[str, list[str]] = {"id": [], "rule": [], "before": [], "after": []}
    for rule in [name for name in _rules_in(after) if name in before.schema.names]:
        one, other = _verdicts(before, rule), _verdicts(after, rule)
        if one is None or other is None:
            continue
        one, other = one.take(here), other.take(there)
        for number in np.flatnonzero(one != other).tolist():
            codes = _VERDICTS[one[number]], _VERDICTS[other[number]]
            for name, cell in zip(found, (both[number][0], rule, *codes), strict=True):
                found[name].append(cell)
    repeated = dict.fromkeys(key[0] for keys in (was, now) for key in keys if key[1])
    table = pa.table(found, pa.schema([(name, pa.string()) for name in found]))
    return Moves(table, len(now.keys() - was.keys()), len(was.keys() - now.keys()), list(repeated))


def _rows(table: pa.Table) -> dict[tuple[str, int], int]:
    """Where each row stands: by its id, and how many stand before it under the same."""
    seen: Counter[str] = Counter()
    found = {}
    for number, one in enumerate(_column(table, "id")):
        name = harmless.cell(one or "")
        found[name, seen[name]] = number
        seen[name] += 1
    return found


def _verdicts(table: pa.Table, rule: str) -> Any:
    """The verdicts of a column, each by its number; None where it holds something else."""
    column = table.column(rule).combine_chunks()
    column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    if not (is_text(column.type) or pa.types.is_dictionary(column.type)):
        return None
    said = EncodedWords(column)
    numbers = [_VERDICTS.index(_CODES[word]) if word in _CODES else -1 for word in said.words[:-1]]
    return None if -1 in numbers or column.null_count else np.array([*numbers, -1], np.int8).take(said.codes)


def _column(table: pa.Table, name: str) -> list[str | None]:
    column = table.column(name).combine_chunks()
    column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    text = as_text(column)
    return [] if text is None else list(text.to_pylist())
