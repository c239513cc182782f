"""Twenty rules of п.7, п.10, п.14, п.18 and п.20–23 in their bare form: a step, a term, the step it runs from.

One list says them to every engine. ``book`` writes them as a pack of law; ``register`` generates the records.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from attrs import frozen

from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.time.calendar import load_calendar
from qcrules.time.months import FIRST

AS_OF = date(2014, 12, 1)
EPOCH = date(1970, 1, 1).toordinal()

STEPS = {
    "issued": 0,
    "registered": 1,
    "notified": 4,
    "started": 34,
    "drawn_up": 55,
    "served": 56,
    "objected": 59,
    "considered": 64,
    "decided": 65,
    "letter": 69,
    "measures": 80,
    "agreed": 84,
    "reported": 105,
    "informed": 120,
}
"""The steps of a case, and on which day after the order they usually come."""

KINDS = ("planned", "unplanned")


@frozen
class Twentieth:
    """``what`` within ``term`` days after (or at least so long before) ``base``, in cases of one kind or of both."""

    id: str
    paragraph: str
    what: str
    term: int
    unit: Literal["working", "calendar"]
    base: str
    kind: str | None = None
    before: bool = False


RULES = (
    Twentieth("p7-planned", "7", "served", 30, "working", "started", "planned"),
    Twentieth("p7-unplanned", "7", "served", 10, "working", "started", "unplanned"),
    Twentieth("p10-planned", "10", "notified", 30, "calendar", "started", "planned", before=True),
    Twentieth("p10-unplanned", "10", "notified", 1, "calendar", "started", "unplanned", before=True),
    Twentieth("p10-register", "10", "registered", 3, "working", "issued"),
    Twentieth("p14-drawn", "14", "drawn_up", 25, "working", "started"),
    Twentieth("p14-served", "14", "served", 3, "working", "drawn_up"),
    Twentieth("p14-same-day", "14", "served", 1, "calendar", "drawn_up", "unplanned"),
    Twentieth("p18-letter", "18", "letter", 5, "working", "considered"),
    Twentieth("p18-decided", "18", "letter", 3, "working", "decided", "planned"),
    Twentieth("p18-after-act", "18", "letter", 20, "calendar", "served"),
    Twentieth("p20-objected", "20", "objected", 3, "working", "served"),
    Twentieth("p20-considered", "20", "considered", 5, "working", "objected"),
    Twentieth("p20-decided", "20", "decided", 10, "calendar", "objected", "unplanned"),
    Twentieth("p21-measures", "21", "measures", 15, "calendar", "letter"),
    Twentieth("p21-planned", "21", "measures", 10, "working", "letter", "planned"),
    Twentieth("p22-agreed", "22", "agreed", 3, "working", "measures"),
    Twentieth("p22-reported", "22", "reported", 30, "calendar", "agreed"),
    Twentieth("p23-reported", "23", "reported", 30, "working", "letter"),
    Twentieth("p23-informed", "23", "informed", 20, "calendar", "reported", "unplanned"),
)

HEAD = """\
id: twenty
version: "1"
название: {ru: Двадцать правил, en: Twenty rules}
язык: ru
календарь: KZ
действует: {с: 2013-01-01, по: 2016-12-31}
редакция_по: {inspection: [issued]}
обязанные: {орган: {id: body, en: body}}
"""


def _rule(rule: Twentieth) -> dict[str, Any]:
    unit = "рабочих дней" if rule.unit == "working" else "календарных дней"
    within, base = ("за", "до") if rule.before else ("через", "после")
    term: dict[str, Any] = {"что": rule.what, within: f"{rule.term} {unit}", base: rule.base}
    found: dict[str, Any] = {
        "id": rule.id,
        "норма": f"п.{rule.paragraph}",
        "суть": {"ru": rule.id, "en": rule.id},
    }
    if rule.kind is not None:
        found["если"] = {"kind": rule.kind}
    return {**found, "требуется": {"не_позднее": term}}


def write(folder: Path) -> None:
    """The rules as a pack, in a folder."""
    fields = "\n".join(f"      {step}: {{термин: {step}, en: {step}, тип: событие}}" for step in STEPS)
    options = "{planned: planned, unplanned: unplanned}"
    vocabulary = (
        "виды:\n  inspection:\n    термин: проверка\n    поля:\n      id: {термин: id, тип: текст}\n"
        f"      kind: {{термин: kind, тип: выбор, варианты: {options}}}\n{fields}\n"
    )
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
    for number in dict.fromkeys(rule.paragraph for rule in RULES):
        rules = json.dumps([_rule(r) for r in RULES if r.paragraph == number], ensure_ascii=False)
        page = (
            f'---\nid: p{number}\nпункт: "{number}"\n---\n# п.{number}. О сроке\n\n## Текст нормы\n> Слова.\n\n'
            f"## Толкование\nПрямое.\n\n## Правило\n```yaml\n{rules}\n```\n\n"
            "## Случаи\n| случай |\n|---|\n| есть |\n"
        )
        (folder / f"p{number}.md").write_text(page, encoding="utf-8")


@cache
def book() -> Rulebook:
    """The rules as a pack, loaded."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        loaded = load_rules(folder)
        loaded.pack  # noqa: B018 — read while the folder is there
        return loaded


def register(rows: int, seed: int = 0) -> pa.RecordBatch:
    """Records: a kind and a date a step; some are not known, some come after the day of the check."""
    draw = np.random.default_rng(seed)
    issued = date(2013, 7, 1).toordinal() - EPOCH + draw.integers(0, 500, rows)
    kinds = pa.DictionaryArray.from_arrays(
        pa.array(draw.integers(0, 2, rows).astype(np.int8), mask=draw.random(rows) < 0.02), pa.array(KINDS)
    )
    columns: dict[str, Any] = {"id": pa.array(np.arange(rows).astype(str)), "kind": kinds}
    for step, usual in STEPS.items():
        days = issued + usual + (draw.integers(-3, 7, rows) if usual else 0)
        gone = draw.random(rows) < (0.1 if usual else 0.0)
        columns[step] = pa.array(days.astype(np.int32), pa.int32(), mask=gone).cast(pa.date32())
    return pa.RecordBatch.from_pydict(columns)


def counted() -> tuple[Any, Any]:
    """W and V of every day of the calendar, by its number from FIRST."""
    table = np.array(load_calendar("KZ").worked_table, np.int32)
    return table[1:], table[:-1]


def mappings(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """The records as ``check`` takes them."""
    for row in batch.to_pylist():
        yield {"inspection": {key: str(value) for key, value in row.items() if value is not None}}


NEVER = 9_999_999


def numbers(batch: pa.RecordBatch) -> list[dict[str, int]]:
    """The records for engines that only compare numbers: what happened when, in working and in calendar days.

    Working days are counted for them beforehand, and not timed. ``d_`` is the day, ``w_`` W, ``v_`` V; a step that
    has not happened is NEVER.
    """
    worked, before = counted()
    found: dict[str, Any] = {
        "kind": batch.column("kind").indices.fill_null(-1).to_numpy(zero_copy_only=False)
    }
    last = AS_OF.toordinal()
    for step in STEPS:
        days = batch.column(step).cast(pa.int32()).fill_null(-EPOCH).to_numpy(zero_copy_only=False) + EPOCH
        gone = (days <= 0) | (days > last)
        place = np.where(gone, 0, days - FIRST)
        for letter, values in (("d", days), ("w", worked[place]), ("v", before[place])):
            found[f"{letter}_{step}"] = np.where(gone, NEVER, values)
    names = list(found)
    return [
        dict(zip(names, row, strict=True)) for row in zip(*(v.tolist() for v in found.values()), strict=True)
    ]


def late(rule: Twentieth) -> tuple[str, str, int]:
    """The rule is broken where the first number is greater than or equal to the second plus a constant."""
    if rule.unit == "working":
        if rule.before:
            return f"v_{rule.what}", f"v_{rule.base}", 1 - rule.term
        return f"v_{rule.what}", f"w_{rule.base}", rule.term
    return f"d_{rule.what}", f"d_{rule.base}", 1 - rule.term if rule.before else rule.term + 1


def tomorrow() -> date:
    """The day after the day of the check."""
    return AS_OF + timedelta(days=1)
