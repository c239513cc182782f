"""What the how-to for data platforms shows is run as it stands there."""
# ruff: noqa: E402

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
import pyarrow.parquet as pq

from qcrules.batch import check_batch

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "data-platform.md"
BLOCK = re.compile(r"^## (?P<name>\w+)\n(?:(?!^## ).*\n)*?```python\n(?P<code>.*?)^```", re.M | re.S)
SHOWN = {found["name"]: found["code"] for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}
REGISTER = pa.table(
    {
        "id": [str(n) for n in range(400)],
        "kind": ["planned"] * 400,
        "order.issued_on": [date(2014, 3, 1)] * 400,
        "order_handed_at": [date(2014, 4, 1)] * 400,
        "notice.delivered_at": [date(2014, 3, 1 + n % 20) for n in range(400)],
    }
)


@pytest.mark.long
@pytest.mark.parametrize("name", ["DuckDB", "Polars", "Dask", "Ray"])
def test_the_example_gives_what_one_call_gives(name: str, tmp_path: Path) -> None:
    pytest.importorskip(name.lower(), reason=f"{name} is not installed here")
    (tmp_path / "register").mkdir()
    for file in ("register.parquet", "register/part.parquet"):
        pq.write_table(REGISTER, tmp_path / file, row_group_size=100)
    (tmp_path / "example.py").write_text(SHOWN[name], encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "example.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    batch = REGISTER.combine_chunks().to_batches()[0]
    verdicts = check_batch(batch, as_of=date(2014, 12, 31)).column("p10-planned-notice").to_pylist()
    counts = {verdict: verdicts.count(verdict) for verdict in set(verdicts)}
    assert len(counts) == 2
    if name == "Ray":
        found = pq.read_table(tmp_path / "verdicts").column("p10-planned-notice").to_pylist()
        assert sorted(found) == sorted(verdicts)
    else:
        for verdict, number in counts.items():
            assert re.search(rf"{verdict}\W+(counts\W+)?{number}\b", done.stdout), done.stdout


def test_every_example_is_there() -> None:
    assert {"DuckDB", "Polars", "Dask", "Ray", "Spark"} <= set(SHOWN)
