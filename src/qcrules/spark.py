"""Apache Spark: the same verdicts on a cluster; ``qcrules.spark.check(df)`` maps ``check_batch`` over partitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from .batch import check_batch
from .judge.rulebook import Rulebook, load_rules

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def check(df: DataFrame, **how: Any) -> DataFrame:
    """The verdicts (or, with ``report="findings"``, the violations) on a data frame, a row a record.

    ``how``: what ``qcrules.batch.check_batch`` takes; ``rules`` as the path of a folder that every worker can read.
    Give ``as_of``: else a job that runs over midnight has two days of the check.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    names = df.columns

    def decide(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rules = how.get("rules")
        book = rules if isinstance(rules, Rulebook) else load_rules(rules)  # once a partition
        for batch in batches:
            yield plain(check_batch(batch.rename_columns(names), **{**how, "rules": book}))

    nothing = pa.RecordBatch.from_pydict({"id": pa.nulls(0, pa.string())})
    # Spark takes a dot in a name for a field of a struct
    numbered = df.toDF(*(f"c{number}" for number in range(len(names))))
    return numbered.mapInArrow(decide, from_arrow_schema(plain(check_batch(nothing, **how)).schema))


def plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Words instead of dictionaries, which Spark does not take."""
    columns = [c.cast(pa.string()) if pa.types.is_dictionary(c.type) else c for c in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
