"""A run over a register, and what comes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from qcrules.batch.job import Job
from qcrules.batch.run import run

JOB = Job(as_of=date(2014, 6, 1), contested=False, lang="ru")
RULE = "p10-planned-notice"


def judged(folder: Path, file: Path, job: Job = JOB) -> tuple[str, str]:
    """The verdicts of the rule by id, and the rows that were rejected with their reasons."""
    summary = run(job, [file], folder / "out.parquet", folder / "bad.parquet")
    out = pq.read_table(folder / "out.parquet").to_pylist() if (folder / "out.parquet").exists() else []
    bad = pq.read_table(folder / "bad.parquet").to_pylist() if (folder / "bad.parquet").exists() else []
    assert summary.rows == len(out) + len(bad)
    assert summary.rejected == len(bad)
    said = ", ".join(f"{row['id']} {row[RULE]}" for row in out)
    return said, "; ".join(
        f"{row['row']}: {row['reason']}" for row in sorted(bad, key=lambda row: row["row"])
    )
