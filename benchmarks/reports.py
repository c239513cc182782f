"""Monthly reports that never were: forms 1-мк and 2-мк as Arrow batches, the same for the same seed.

A tenth of the reports have something wrong: a figure that is none of the sum, a dash, an empty cell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa

import qcrules
import qcrules.forms
from qcrules.facts.field import Field
from qcrules.forms.layout import Form, load_forms

Shape = Literal["wide", "list", "json"]

KIND = "monitoring_report"
YEAR = 2014
SUMS: dict[str, tuple[str, ...]] = {
    "1": ("1.1", "1.2"),
    "2": ("2.1", "2.2"),
    "3": ("3.1", "3.2"),
    "4": ("4.1", "4.2"),
    "5": ("5.1", "5.2"),
    "6": ("6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.7"),
    "10": ("10.1", "10.2"),
    "11": ("11.1", "11.2", "11.3", "11.4", "11.5", "11.6"),
    "14": ("14.1", "14.2", "14.3"),
}
SERVICES = ("Выдача справки", "Регистрация")
"""The services whose terms were missed, one under each of the rows 3.1 and 3.2."""


def rows() -> list[Field]:
    """The rows of the form."""
    root = qcrules.load_rules().core.vocabulary.kinds[KIND].root
    table = root.child("figures")
    assert table is not None
    return list(table.rows)


def batch(count: int, seed: int = 0, shape: Shape = "list") -> pa.RecordBatch:
    """Some reports of a year; ``shape``: how their tables stand in Arrow."""
    draw = np.random.default_rng(seed)
    months = draw.integers(1, 13, count)
    figures = _figures(count, months, draw)
    columns = _beside(count, seed, months, draw)
    return pa.RecordBatch.from_pydict({**columns, **_SHAPES[shape](figures, months)})


def _beside(count: int, seed: int, months: Any, draw: np.random.Generator) -> dict[str, Any]:
    """What a report says beside its tables."""
    words = pa.array([f"{YEAR}-{month:02}" for month in range(1, 13)])
    ends = np.array([date(YEAR + month // 12, month % 12 + 1, 1).toordinal() for month in range(1, 13)])
    submitted = ends[months - 1] - date(1970, 1, 1).toordinal() + draw.integers(0, 9, count)
    gone = draw.random(count) < 0.02
    return {
        "id": pa.array(np.char.add(f"{seed}-", np.arange(count).astype(str))),
        "form": _words(["1-mk", "2-mk"], draw.integers(0, 2, count)),
        "submitter.kind": _words(["central_state_body", "regional_akimat"], draw.integers(0, 2, count)),
        "month": words.take(pa.array(months - 1)),
        "submitted_at": pa.array(submitted.astype(np.int32), pa.int32(), mask=gone).cast(pa.date32()),
        "sent_to": _words(["agency", "territorial_unit"], draw.integers(0, 2, count)),
        "signed_by": _words(["head", "acting_head", "other"], draw.integers(0, 3, count)),
        "executor": pa.array(np.full(count, "И.О.Ф. исполнителя 1")),
    }


def _words(words: list[str], codes: Any) -> Any:
    return pa.array(words).take(pa.array(codes))


Figures = dict[tuple[str, ...], Any]
"""By the row (and the service): the cells, a line of twelve months and the total a report; −1 where there is none."""


def _figures(count: int, months: Any, draw: np.random.Generator) -> Figures:
    """The figures of all reports: parts at random, sums that come out, but for a few."""
    there = np.arange(1, 13) <= months[:, np.newaxis]
    parts = {part for inner in SUMS.values() for part in inner}
    monthly: Figures = {}
    for row in [one.key for one in rows()]:
        if row not in SUMS:
            monthly[row,] = draw.integers(0, 40 if row in parts else 400, (count, 12)) * there
    for row, inner in SUMS.items():
        monthly[row,] = sum(monthly[part,] for part in inner)
    for row, service in zip(("3.1", "3.2"), SERVICES, strict=True):
        monthly[row, service] = monthly[row,].copy()
    found: Figures = {}
    for name, cells in monthly.items():
        whole = np.concatenate([cells, cells.sum(axis=1, keepdims=True)], axis=1).astype(np.int64)
        whole[:, :12][~there] = -1
        of = draw.integers(0, count, max(1, count // 250)), draw.integers(0, 13, max(1, count // 250))
        whole[of] = np.where(whole[of] < 0, -1, draw.choice([-1, 7, 1_000_000], len(of[0])))
        found[name] = whole
    return found


def _columns() -> list[str]:
    return [*(f"{YEAR}-{month:02}" for month in range(1, 13)), "total"]


def _wide(figures: Figures, months: Any) -> dict[str, Any]:
    """A column a cell."""
    found = {}
    for name, cells in figures.items():
        table = "figures" if len(name) == 1 else "late_services"
        for place, column in enumerate(_columns()):
            values = cells[:, place]
            found[".".join((table, *name, column))] = pa.array(values, pa.int64(), mask=values < 0)
    return found


def _list(figures: Figures, months: Any) -> dict[str, Any]:
    """A list of columns, in which the rows are fields; the services as columns of their own."""
    there = np.concatenate(
        [np.arange(1, 13) <= months[:, np.newaxis], np.ones((len(months), 1), bool)], axis=1
    )
    offsets = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int32)
    place = np.broadcast_to(np.arange(13), there.shape)[there]
    fields = {"column": pa.array(_columns()).take(pa.array(place))}
    for name, cells in figures.items():
        if len(name) == 1:
            fields[name[0]] = pa.array(cells[there], pa.int64(), mask=cells[there] < 0)
    items = pa.StructArray.from_arrays(list(fields.values()), list(fields))
    lines = {name: cells for name, cells in figures.items() if len(name) > 1}
    return {"figures": pa.ListArray.from_arrays(pa.array(offsets), items), **_wide(lines, months)}


def _json(figures: Figures, months: Any) -> dict[str, Any]:
    """A text of JSON a table."""
    columns, found = _columns(), {}
    for table, long in (("figures", 1), ("late_services", 2)):
        texts = []
        for report in range(len(months)):
            value: dict[str, Any] = {}
            for name, cells in figures.items():
                if len(name) == long:
                    given = zip(columns, cells[report].tolist(), strict=True)
                    here = {column: cell for column, cell in given if cell >= 0}
                    if long == 1:
                        value[name[0]] = here
                    else:
                        value.setdefault(name[0], {})[name[1]] = here
            texts.append(json.dumps(value, ensure_ascii=False))
        found[table] = pa.array(texts)
    return found


def write_forms(folder: Path, count: int) -> None:
    """Reports as filled forms in Excel: of each submitter, one a month and form."""
    with_figures = {
        form: [row.number for row in one.rows.values() if row.figures] for form, one in _forms().items()
    }
    for number, report in enumerate(batch(count, 0, "json").to_pylist()):
        form, figures = report["form"], json.loads(report["figures"])
        record = {name: said for name, said in report.items() if "." not in name and said is not None}
        record["submitter"] = {"name": f"Орган {number // 24}", "kind": report["submitter.kind"]}
        record["figures"] = {row: figures[row] for row in with_figures[form] if row in figures}
        record["late_services"] = json.loads(report["late_services"])
        month = int(report["month"][-2:])
        qcrules.forms.write(folder / f"{number:06}.xlsx", form, YEAR, month, record=record, services=1)


def _forms() -> Mapping[str, Form]:
    return load_forms(qcrules.load_rules().core.folder).forms


_SHAPES = {"wide": _wide, "list": _list, "json": _json}
