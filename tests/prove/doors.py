"""Every door through which a record comes, and what is said of it then.

A door takes a few records of one day (``Drawn``) and gives what is said of each by id; ``None`` where it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from attrs import evolve, frozen

from qcrules.batch import check_batch
from qcrules.batch.job import Job
from qcrules.batch.run import run
from qcrules.domain import KINDS
from qcrules.errors import QcrulesError
from qcrules.judge.check import check
from qcrules.testing.strategies.typed import build

from .formats import (
    Drawn,
    as_json,
    dotted,
    in_text,
    numbered_columns,
    own_type,
    typed,
    write_csv,
    write_excel,
)

WORST = ["not_applicable", "compliant", "undetermined", "pending", "violated"]
CLASSES = {kind: cls for cls, kind in KINDS.items()}


@frozen
class Said:
    """What is said of a record: the worst verdict of every rule, and every violation to the words."""

    verdicts: Mapping[str, str]
    violations: list[tuple[Any, ...]]


BESIDE = ("id", "file", "sheet", "contested")
"""What stands beside the verdicts of a row; file and sheet where it is a form."""

Answers = dict[str, Said | None]
Way = Callable[[Path, Drawn], Answers]


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
            yaml.safe_dump({drawn.kind: typed(record)}, allow_unicode=True, sort_keys=False),
            drawn,
        )
        for name, record in drawn.numbered()
    }


def json_file(folder: Path, drawn: Drawn) -> Answers:
    """A case file in JSON, which says of itself when it is checked."""
    return {
        name: _of_file(folder / "x.json", as_json({drawn.kind: record}), drawn)
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
    lines = [{**dotted(drawn.root, record), "id": name} for name, record in drawn.numbered()]
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
    file.write_text("\n".join(map(as_json, lines)), encoding="utf-8")
    return judged(file, drawn, beside)


def csv_file(folder: Path, drawn: Drawn) -> Answers:
    """A table in text; lists stand in it as JSON."""
    names, rows = in_text(drawn)
    write_csv(folder / "x.csv", names, rows)
    return judged(folder / "x.csv", drawn)


def excel_register(folder: Path, drawn: Drawn) -> Answers:
    """A sheet with days, numbers and truths in cells of their types, and numbered columns for the items of lists."""
    names, rows = numbered_columns(drawn)
    write_excel(folder / "x.xlsx", names, rows, drawn.root)
    return judged(folder / "x.xlsx", drawn)


def parquet(folder: Path, drawn: Drawn) -> Answers:
    """A table with columns of their own types: days, truths, numbers, lists."""
    flat = drawn.flat()
    columns = [own_type(drawn.root.child(n), c) for n, c in zip(flat.schema.names, flat.columns, strict=True)]
    try:
        pq.write_table(pa.table(columns, names=flat.schema.names), folder / "x.parquet")
    except pa.ArrowNotImplementedError:
        return {}  # Parquet holds no object without a field, such as `obstructions: [{}]`
    return judged(folder / "x.parquet", drawn)


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
