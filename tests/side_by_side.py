"""A table beside its records, each checked alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import qcrules
from qcrules.batch import check_batch
from qcrules.errors import CalendarRangeError, RecordError
from qcrules.facts.words import Nulls

WORST = ["not_applicable", "compliant", "undetermined", "pending", "violated"]


def one_by_one(
    record: Mapping[str, Any], as_of: date, complete: bool = False, kind: str = "inspection"
) -> tuple[dict[str, str], list[str]] | str:
    """The worst verdict of every rule on one record, and what is contested; or what is wrong with it."""
    try:
        result = qcrules.check({kind: record}, as_of=as_of, complete=complete, engine="reference")
    except (RecordError, CalendarRangeError) as error:
        return str(error)
    verdicts: dict[str, str] = {}
    for finding in result.findings:
        known = verdicts.get(finding.rule, "not_applicable")
        verdicts[finding.rule] = max(known, str(finding.verdict), key=WORST.index)
    contested = list(dict.fromkeys(f.rule for f in result.findings if f.contested))
    return verdicts, contested


def assert_same(
    batch: Any,
    given: Sequence[Mapping[str, Any]],
    as_of: date,
    complete: bool = False,
    kind: str = "inspection",
    nulls: Nulls | None = None,
) -> None:
    found = check_batch(batch, as_of=as_of, complete=complete, kind=kind, nulls=nulls).to_pylist()
    assert len(found) == len(given)
    for row, record in zip(found, given, strict=True):
        expected = one_by_one(record, as_of, complete, kind)
        if isinstance(expected, str):
            assert row["error"], (record, expected)
            continue
        assert row["error"] is None, record
        verdicts, contested = expected
        differ = {rule: (row[rule], verdict) for rule, verdict in verdicts.items() if row[rule] != verdict}
        assert not differ, record
        assert row["contested"] == contested
