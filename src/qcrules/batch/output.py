"""What comes out of a register: Parquet, CSV, JSON lines or Excel, written whole or not at all."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from .. import harmless
from ..atomic import parts_beside, replacing
from ..errors import UsageError
from ..text import Lang
from .arrow import harmless_cells
from .frames import wrong_file
from .people import for_people, headed

EXCEL_ROWS = 1_048_575


class Output:
    """A file that is written beside its name and takes its place when all is well."""

    def __init__(self, path: Path, lang: Lang = "en") -> None:
        self.path = path
        self.lang: Lang = lang
        self.rows = 0
        self._sink: Any = None
        self._file: Any = None
        if path.suffix.lower() not in (".parquet", ".csv", ".jsonl", ".ndjson", ".xlsx"):
            raise wrong_file(
                path,
                "вид файла не известен; пишутся .parquet, .csv, .jsonl, .xlsx",
                "unknown kind of file; there are .parquet, .csv, .jsonl, .xlsx",
            )
        self._whole = replacing(path)

    def __enter__(self) -> Output:
        try:
            self.neighbour = self._whole.__enter__()
        except OSError as wrong:
            raise self._unwritten(wrong) from None
        return self

    @property
    def written(self) -> bool:
        """Has anything been written?"""
        return self._sink is not None

    def write(self, batch: pa.RecordBatch) -> None:
        """More rows. UsageError where they cannot be written."""
        self.rows += batch.num_rows
        try:
            self._write(batch)
        except OSError as wrong:
            raise self._unwritten(wrong) from None

    def _write(self, batch: pa.RecordBatch) -> None:
        kind = self.path.suffix.lower()
        if kind == ".parquet":
            self._sink = self._sink or pq.ParquetWriter(self.neighbour, batch.schema)
            self._sink.write_batch(batch)
        elif kind == ".csv":
            plain = _without_formulas(headed(for_people(batch, self.lang), self.lang))
            if self._sink is None:
                self._file = self.neighbour.open("wb")
                self._file.write(codecs.BOM_UTF8)  # else Excel takes the letters for those of its country
                self._sink = pa_csv.CSVWriter(self._file, plain.schema)
            self._sink.write_batch(plain)
        elif kind == ".xlsx":
            self._excel(batch)
        else:
            self._sink = self._sink or self.neighbour.open("w", encoding="utf-8")
            for row in batch.to_pylist():
                self._sink.write(harmless.json(json.dumps(row, ensure_ascii=False, default=str)) + "\n")

    def _excel(self, batch: pa.RecordBatch) -> None:
        try:
            from .workbook import RegisterWorkbook
        except ImportError:
            raise wrong_file(
                self.path, "для Excel нужен qcrules[excel]", "Excel needs qcrules[excel]"
            ) from None
        if self.rows > EXCEL_ROWS:
            raise wrong_file(
                self.path,
                f"в Excel не больше {EXCEL_ROWS} строк",
                f"Excel holds no more than {EXCEL_ROWS} rows",
            )
        if self._sink is None:
            parts = parts_beside(self.neighbour)
            parts.mkdir()
            self._sink = RegisterWorkbook(self.neighbour, parts, self.lang)
        self._sink.rows("main", for_people(batch, self.lang))

    def aside(self, name: str, batch: pa.RecordBatch) -> None:
        """More rows for a sheet beside the first; only a workbook has such sheets."""
        if self._sink is not None and self.path.suffix.lower() == ".xlsx":
            self._sink.rows(name, for_people(batch, self.lang))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._close(failed=kind is not None)
            self._whole.__exit__(kind, error, trace)
        except OSError as wrong:
            self._whole.__exit__(type(wrong), wrong, None)
            raise self._unwritten(wrong) from None

    def _close(self, failed: bool) -> None:
        if self._sink is None:
            self.neighbour.unlink()
        elif not (failed and self.path.suffix.lower() == ".xlsx"):  # a workbook comes to be when it is closed
            self._sink.close()
        if self._file is not None:
            self._file.close()

    def _unwritten(self, wrong: OSError) -> UsageError:
        match wrong:
            case FileNotFoundError() | NotADirectoryError():
                return wrong_file(self.path, "такой папки нет", "there is no such folder")
            case PermissionError():
                return wrong_file(self.path, "нет права писать сюда", "you have no permission to write here")
        why = wrong.strerror or type(wrong).__name__
        return wrong_file(self.path, f"не записывается ({why})", f"cannot be written ({why})")


def _without_formulas(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same for programs that take a text of CSV for a formula; a workbook says itself what a cell is."""
    names = [harmless.cell(name) for name in batch.schema.names]
    return pa.RecordBatch.from_arrays(list(map(harmless_cells, batch.columns)), names)


def mask_of(batch: pa.RecordBatch, keep: Any) -> pa.RecordBatch:
    """The rows to keep."""
    return batch if np.all(keep) else batch.filter(pa.array(keep))
