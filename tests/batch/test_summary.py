"""What the summary of a register says is what its findings say, one by one."""
# ruff: noqa: E402

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties import examples

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
import pyarrow.parquet as pq
from flat_tables import table_of

from qcrules.batch import TableSettings, decide_rows, decider_of, explain_row
from qcrules.batch.job import Job
from qcrules.batch.run import run
from qcrules.batch.statistics import LATE, MISSING
from qcrules.batch.summary import WorstDelay
from qcrules.finding import Finding, Verdict
from qcrules.judge.rulebook import load_rules
from qcrules.render.register import summary as told
from qcrules.testing.strategies import records

BOOK = load_rules()


def lacked(findings: tuple[Finding, ...]) -> set[str]:
    """The facts that would decide what is undetermined."""
    undecided = (f for f in findings if f.verdict is Verdict.UNDETERMINED)
    return {re.sub(r"\[\d+\]", "[]", one.field) for f in undecided for one in f.missing}


@pytest.mark.long
@pytest.mark.parametrize("kind", ["inspection", "inspection_plan"])
@settings(max_examples=examples(2))
@given(data=st.data())
def test_what_records_lack_and_by_how_much_they_are_late(kind: str, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(records(kind=kind, near_deadlines=True), min_size=1, max_size=4))
    given = [one[kind] for one in drawn]
    as_of = date.fromisoformat(str(drawn[0]["as_of"])[:10])
    decider = decider_of(BOOK, TableSettings(kind, statistics=True))
    answer = decide_rows(decider, table_of(given, BOOK.core.vocabulary.kinds[kind].root), as_of)
    for row in range(len(given)):
        if not answer.good[row] or answer.outside[row]:
            continue
        findings = explain_row(decider, answer, row)
        found = {name for (what, name), v in answer.statistics.items() if what == MISSING and v[row]}
        assert found == lacked(findings)
        delays = {f.rule: f.delay for f in findings if f.verdict is Verdict.VIOLATED and f.delay}
        for (what, rule), days in answer.statistics.items():
            if what == LATE:
                said = delays.get(rule)
                exact = WorstDelay(said.value, said.unit, "", "").days if said else 0
                assert abs(days[row] - exact) <= 7 + 0.3 * exact, (rule, days[row], said)


@pytest.mark.long
def test_each_of_several_letters_counts(tmp_path: Path) -> None:
    """A row whose second letter is the late one, and whose third is not known to be due, says so in the summary."""
    decision = {"considered_on": "2014-02-03", "outcomes": ["recommendation_letter"]}
    letters = [
        {"sent_on": "2014-02-04"},
        {"sent_on": "2014-03-11"},
        {"sent_on": "2014-02-05", "signed_by": "?"},
    ]
    case = {"id": "дело 1", "order": {"issued_on": "2014-01-08"}, "decision": decision, "letters": letters}
    (tmp_path / "in.jsonl").write_text(json.dumps(case) + "\n", encoding="utf-8")
    job = Job(as_of=date(2014, 6, 1))
    summary = run(job, [tmp_path / "in.jsonl"], tmp_path / "out.parquet", tmp_path / "bad.csv")
    [late] = summary.delays
    assert (late.citation, late.id, late.unit) == ("п.18", "дело 1", "working_days")
    assert {fact.path: number for fact, number in summary.missing.items()}["letter.signed_by"] == 1


def test_cells_of_tables_that_several_letters_have_asked_one_by_one(tmp_path: Path) -> None:
    """What is missing in a column, or in a line of a row, is the fact of the table, as it is of rows in arrays."""
    report = {
        "id": "отчёт 1",
        "form": "1-mk",
        "month": "2014-03",
        "submitter": {"kind": "central_state_body"},
        "figures": {"1": {"2014-03": "?", "total": 3}, "3.1": {"2014-03": 1}},
        "late_services": {"3.1": {"Выдача 1.2 [А]": {"2014-03": "?"}}},
    }
    found = []
    for letter in ({"letter": {"sent_on": "2014-04-04"}}, {"letters": [{"sent_on": "2014-04-04"}] * 2}):
        (tmp_path / "in.jsonl").write_text(json.dumps({**report, **letter}) + "\n", encoding="utf-8")
        job = Job(kind="monitoring_report", as_of=date(2014, 6, 1))
        found.append(
            run(job, [tmp_path / "in.jsonl"], tmp_path / "out.parquet", tmp_path / "bad.csv").missing
        )
    one, two = found
    assert any(fact.path.startswith(("figures.", "late_services.")) for fact in one)
    assert two == one


def register(rows: int) -> Any:
    return pa.RecordBatch.from_pydict(
        {
            "id": [f"дело {n}" for n in range(rows)],
            "kind": ["planned"] * rows,
            "inspecting_body.name": ["Агентство", "Департамент"] * (rows // 2),
            "order.issued_on": [None] + [date(2014, 3, 1)] * (rows - 1),
            "order_handed_at": [None] + [date(2014, 4, 1)] * (rows - 1),
            "notice.delivered_at": [date(2014, 3, 1 + n % 20) for n in range(rows)],
        }
    )


@pytest.mark.long
@pytest.mark.parametrize("report", ["verdicts", "findings"])
def test_the_summary_of_a_register(tmp_path: Path, report: Any) -> None:
    pq.write_table(pa.Table.from_batches([register(40)]), tmp_path / "in.parquet")
    job = Job(as_of=date(2014, 6, 1), report=report)
    summary = run(job, [tmp_path / "in.parquet"], tmp_path / "out.parquet", tmp_path / "bad.csv")
    assert summary.rows_by_body == {"Агентство": 20, "Департамент": 20}
    assert summary.rows_by_month == {"2014-03": 39, "—": 1}
    assert summary.undecided_rows == 40
    said = told(summary, job.decider(), "ru")
    assert "Чего не хватает делам, о которых не всё решено (их 40)" in said
    # thirty days before the first of April are the second of March; the twentieth is eighteen days late
    worst = [(one.value, one.unit, one.id) for one in summary.delays[:2]]
    assert sorted(worst) == [(18, "calendar_days", "дело 19"), (18, "calendar_days", "дело 39")]
    assert "+18 календарных дней  п.10" in said
