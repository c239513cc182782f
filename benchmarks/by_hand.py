"""The twenty rules with plain NumPy and with Polars, as a careful analyst would write them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from qcrules.time.months import FIRST

from .twenty import AS_OF, EPOCH, KINDS, RULES, STEPS, Twentieth, counted

Verdicts = Any
"""Two-valued: an array of truths, records × rules: is the rule broken? Five-valued: codes, or the words themselves."""


def arrays(batch: pa.RecordBatch) -> dict[str, Any]:
    """The columns as NumPy has them: days from FIRST, −1 where there is none."""
    found = {"kind": batch.column("kind").indices.fill_null(-1).to_numpy(zero_copy_only=False)}
    for step in STEPS:
        days = batch.column(step).cast(pa.int32()).fill_null(-(1 << 30)).to_numpy(zero_copy_only=False)
        day = days + np.int32(EPOCH - FIRST)
        found[step] = np.where((days < -EPOCH) | (day > AS_OF.toordinal() - FIRST), -1, day)
    return found


def numpy_two(columns: dict[str, Any]) -> Verdicts:
    """Two verdicts with plain NumPy: the floor."""
    worked, before = counted()
    out = np.empty((len(RULES), len(columns["kind"])), np.bool_)
    for number, rule in enumerate(RULES):
        what, base = columns[rule.what], columns[rule.base]
        if rule.unit == "calendar":
            late_ = what - base > (-rule.term if rule.before else rule.term)
        elif rule.before:
            late_ = before.take(what, mode="clip") - before.take(base, mode="clip") >= 1 - rule.term
        else:
            late_ = before.take(what, mode="clip") - worked.take(base, mode="clip") >= rule.term
        broken = ((what < 0) | late_) & (base >= 0)
        out[number] = broken & (columns["kind"] == KINDS.index(rule.kind)) if rule.kind else broken
    return out.T


def polars_frame(batch: pa.RecordBatch) -> Any:
    import polars as pl

    return pl.from_arrow(pa.Table.from_batches([batch]))


def _polars_days(pl: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Day, W and V of every step as expressions (null: it has not happened or is not known)."""
    worked, before = (pl.lit(pl.Series(values)) for values in counted())
    day = {step: pl.col(step).cast(pl.Int32) + (EPOCH - FIRST) for step in STEPS}
    return day, {s: worked.gather(d) for s, d in day.items()}, {s: before.gather(d) for s, d in day.items()}


def _polars_late(rule: Twentieth, day: Any, worked: Any, before: Any) -> Any:
    if rule.unit == "calendar":
        return day[rule.what] - day[rule.base] > (-rule.term if rule.before else rule.term)
    if rule.before:
        return before[rule.what] - before[rule.base] >= 1 - rule.term
    return before[rule.what] - worked[rule.base] >= rule.term


def polars_two(frame: Any) -> Verdicts:
    """Two verdicts with Polars: an expression a rule."""
    import polars as pl

    frame = frame.lazy().with_columns(
        pl.when(pl.col(step) <= pl.lit(AS_OF)).then(pl.col(step)).alias(step) for step in STEPS
    )
    day, worked, before = _polars_days(pl)
    rules = []
    for rule in RULES:
        broken = pl.col(rule.base).is_not_null() & (
            pl.col(rule.what).is_null() | _polars_late(rule, day, worked, before).fill_null(False)
        )
        if rule.kind:
            broken = broken & (pl.col("kind") == rule.kind).fill_null(False)
        rules.append(broken.alias(rule.id))
    return frame.select(rules).collect()


def polars_five(frame: Any) -> Verdicts:
    """Five verdicts with Polars, as a careful analyst would write them: null is not known, later is not yet."""
    import polars as pl

    day, worked, before = _polars_days(pl)
    today = AS_OF.toordinal() - FIRST
    table = counted()[1]
    not_applicable, undetermined, compliant, pending, violated = (pl.lit(code, pl.Int8) for code in range(5))
    rules = []
    for rule in RULES:
        kind = pl.col("kind")
        off = (kind != rule.kind).fill_null(False) if rule.kind else pl.lit(False)
        open_ = kind.is_null() if rule.kind else pl.lit(False)
        base_later = (pl.col(rule.base) > pl.lit(AS_OF)).fill_null(False)
        what_later = (pl.col(rule.what) > pl.lit(AS_OF)).fill_null(False)
        if rule.unit == "calendar":
            still = today - day[rule.base] <= (-rule.term if rule.before else rule.term)
        elif rule.before:
            still = int(table[today]) - before[rule.base] < 1 - rule.term
        else:
            still = int(table[today]) - worked[rule.base] < rule.term
        rules.append(
            pl.when(off | base_later)
            .then(not_applicable)
            .when(open_ | pl.col(rule.base).is_null() | pl.col(rule.what).is_null())
            .then(undetermined)
            .when(what_later)
            .then(pl.when(still).then(pending).otherwise(violated))
            .when(_polars_late(rule, day, worked, before))
            .then(violated)
            .otherwise(compliant)
            .alias(rule.id)
        )
    return frame.lazy().select(rules).collect()


FIVE = np.array(["not_applicable", "undetermined", "compliant", "pending", "violated"])
