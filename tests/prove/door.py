"""The laws of the door: a record says the same in every format, and a bad cell is the business of its row alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from flat_tables import table_of
from hypothesis import strategies as st

from qcrules.batch.run import Job, run
from qcrules.errors import QcrulesError
from qcrules.judge.check import check
from qcrules.judge.rulebook import load_rules
from qcrules.testing.strategies import records

KIND = "inspection"
WORST = ["not_applicable", "compliant", "undetermined", "pending", "violated"]
ODD = [
    "",
    "?",
    "—",
    "нет",
    "#REF!",
    "#Н/Д",
    "09.10",
    "31.02.2014",
    "2014-0²",
    "[[1]]",
    "{",
    "=1+1",
    "1e5",
    "Итого",
    "\u00a0",
]

Door = tuple[list[Mapping[str, Any]], date, bool]


def drawn() -> st.SearchStrategy[Door]:
    """A few records of one day, each with an id."""

    def numbered(some: list[dict[str, Any]]) -> Door:
        given = [{**one[KIND], "id": str(n)} for n, one in enumerate(some)]
        return given, date.fromisoformat(str(some[0]["as_of"])[:10]), bool(some[0].get("complete"))

    return st.lists(records(kind=KIND, near_deadlines=True), min_size=1, max_size=4).map(numbered)


def spoilt() -> st.SearchStrategy[tuple[Door, int, int, str]]:
    """Such records, a row and a column of theirs, and what is put there."""
    return st.tuples(
        drawn(), st.integers(0, 3), st.integers(0, 99), st.sampled_from(ODD) | st.text(max_size=8)
    )


def same(folder: Path, given: Door) -> None:
    """Every format gives the verdicts of single checks, or the row is refused everywhere."""
    folder.mkdir(parents=True, exist_ok=True)
    some, as_of, complete = given
    expected = {one["id"]: alone(one, as_of, complete) for one in some}
    flat = table_of(some, load_rules().core.vocabulary.kinds[KIND].root)
    names = ["x.jsonl", "x.csv"]
    try:
        pq.write_table(pa.Table.from_batches([flat]), folder / "x.parquet")
    except pa.ArrowNotImplementedError:
        pass  # Parquet holds no object without a field, such as `obstructions: [{}]`
    else:
        names.append("x.parquet")
    (folder / "x.jsonl").write_text(
        "\n".join(json.dumps({KIND: one}, ensure_ascii=False, default=str) for one in some), encoding="utf-8"
    )
    write_csv(folder / "x.csv", flat.schema.names, rows(flat))
    for name in names:
        found = judged(folder, name, as_of, complete)
        assert found == expected, name


def apart(folder: Path, given: tuple[Door, int, int, str]) -> None:
    """A cell changed at random leaves the other rows as they were; rows in are rows out and rejects."""
    folder.mkdir(parents=True, exist_ok=True)
    (some, as_of, complete), row, column, odd = given
    flat = table_of(some, load_rules().core.vocabulary.kinds[KIND].root)
    names, cells = flat.schema.names, rows(flat)
    row, column = row % len(cells), column % len(names)
    if names[column] == "id":
        return
    write_csv(folder / "x.csv", names, cells)
    before = judged(folder, "x.csv", as_of, complete)
    cells[row][column] = odd
    write_csv(folder / "x.csv", names, cells)
    after = judged(folder, "x.csv", as_of, complete)
    assert {k: v for k, v in after.items() if k != str(row)} == {
        k: v for k, v in before.items() if k != str(row)
    }
    assert before.keys() == after.keys()


def alone(record: Mapping[str, Any], as_of: date, complete: bool) -> dict[str, str] | None:
    """The worst verdict of every rule on one record; None where it is refused."""
    try:
        found = check({KIND: record}, as_of=as_of, complete=complete, engine="reference").findings
    except QcrulesError:
        return None
    worst: dict[str, str] = {}
    for one in found:
        worst[one.rule] = max(worst.get(one.rule, WORST[0]), str(one.verdict), key=WORST.index)
    return worst


def judged(folder: Path, name: str, as_of: date, complete: bool) -> dict[str, dict[str, str] | None]:
    """The same of the rows of a register, by id."""
    job = Job(kind=KIND, as_of=as_of, complete=complete, contested=False)
    out, bad = folder / "out.parquet", folder / "bad.parquet"
    run(job, [folder / name], out, bad)
    found: dict[str, dict[str, str] | None] = {}
    for row in pq.read_table(out).to_pylist():
        found[row["id"]] = {rule: said for rule, said in row.items() if rule not in ("id", "contested")}
    for row in pq.read_table(bad).to_pylist() if bad.exists() else ():
        found[row["id"]] = None
    return found


def rows(flat: Any) -> list[list[str]]:
    return [[_cell(one) for one in row.values()] for row in flat.to_pylist()]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        told = [
            {k: v for k, v in one.items() if v is not None} if isinstance(one, dict) else one for one in value
        ]
        return json.dumps(told, ensure_ascii=False)
    return "" if value is None else value


def write_csv(file: Path, names: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(names)
        writer.writerows(cells)
