"""Spark gives what one machine gives."""
# ruff: noqa: E402

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="tables need the extra `batch`")
pytest.importorskip("pyspark", reason="Spark needs the extra `spark`")
pytest.importorskip("pandas", reason="Spark needs the extra `spark`")

from qcrules.batch import check_batch
from qcrules.spark import check, plain

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("default"),
    pytest.mark.skipif(
        shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Spark needs Java 17 or newer"
    ),
]

AS_OF = date(2014, 6, 1)
ROWS = [
    {"id": "1", "kind": "planned", "order.issued_on": date(2014, 3, 1), "order_handed_at": date(2014, 4, 15)},
    {"id": "2", "kind": "unplanned", "order.issued_on": date(2014, 3, 2), "order_handed_at": None},
    {"id": "3", "kind": "plannd", "order.issued_on": date(2014, 3, 2), "order_handed_at": None},
] * 50


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    build = SparkSession.builder.master("local[2]").appName("qcrules").config("spark.ui.enabled", "false")
    session = (
        build.config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.parametrize("report", ["verdicts", "findings"])
def test_the_same_as_on_one_machine(spark: Any, report: Any) -> None:
    batch = pa.RecordBatch.from_pylist(ROWS)
    schema = "id string, kind string, `order.issued_on` date, `order_handed_at` date"
    df = spark.createDataFrame([tuple(row.values()) for row in ROWS], schema).coalesce(1)
    found = [row.asDict(recursive=True) for row in check(df, as_of=AS_OF, report=report).collect()]
    assert found == plain(check_batch(batch, as_of=AS_OF, report=report)).to_pylist()
    assert any(row["error"] for row in found)
