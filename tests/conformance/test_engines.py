"""Every engine answers every case of the small packs alike, one record at a time and as the rows of a register.

(pytest collects the pages themselves by the plugin of the package; that run is decided by the engine `auto`.)
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from packs import ENGINES

from qcrules.judge.judgement import EngineName
from qcrules.testing.cases.rows import Row
from qcrules.testing.cases.run import findings_of, found_for, last_day, run_case
from qcrules.testing.cases.sources import CaseSource, find

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples" / "packs"
PACKS = sorted(head.parent for folder in (HERE, EXAMPLES) for head in folder.glob("*/pack.yaml"))
LONG = {"durable": [pytest.mark.long]}
WORST = ["not_applicable", "compliant", "undetermined", "pending", "violated"]


@pytest.fixture(scope="module", params=PACKS, ids=lambda folder: folder.name)
def source(request: pytest.FixtureRequest) -> CaseSource:
    """A pack and its cases."""
    [found] = find([request.param])
    return found


# the pages are collected with durable-rules: once more here is for the examples' sake
@pytest.mark.parametrize("engine", [pytest.param(one, marks=LONG.get(one, [])) for one in ENGINES])
def test_one_record_at_a_time(source: CaseSource, engine: EngineName) -> None:
    results = [run_case(source.book, case, engine) for case in source.cases]
    assert len(results) > 60
    assert [f"{one.case.place}: {one.case.title}" for one in results if not one.passed] == []


@pytest.mark.long
def test_a_register(source: CaseSource) -> None:
    """The cases that are checked on one day in one way are the rows of one register.

    (No column can say what a definition means, or that an object is there of which nothing is known.)
    """
    pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
    from flat_tables import table_of

    from qcrules.batch import check_batch

    differ: list[str] = []
    rows = [row for row in map(read, source.cases) if not row.defined and {} not in row.record.values()]
    for (kind, day, complete, readings), some in groupby(sorted(rows, key=way), key=way):
        cases = list(some)
        batch = table_of([row.record for row in cases], source.book.core.vocabulary.kinds[kind].root)
        how: dict[str, Any] = {"kind": kind, "complete": complete, "readings": dict(readings)}
        found = check_batch(
            batch, rules=source.book, as_of=last_day(source.book.core) if day == date.max else day, **how
        )
        for row, answer in zip(cases, found.to_pylist(), strict=True):
            assert answer["error"] is None, row
            single = findings_of(source.book, row, "reference", "en")
            for one in row.asserted:
                own = found_for(one, single)
                worst = max((str(finding.verdict) for finding in own), key=WORST.index)
                said = answer[own[0].rule], own[0].rule in answer["contested"]
                if said != (worst, any(finding.contested for finding in own)):
                    differ.append(f"{row.place}: {row.title}: {own[0].rule} is {said[0]}, not {worst}")
    assert not differ, "\n".join(differ)


def read(case: Any) -> Row:
    row: Row = case.read()
    return row


def way(row: Row) -> tuple[Any, ...]:
    return row.kind.key, row.as_of or date.max, row.complete, tuple(sorted(row.readings.items()))
