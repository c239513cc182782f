"""All engines on the same twenty rules and the same records: ``python -m benchmarks.engines``.

Results are compared before anything is timed. Engines that only compare numbers are handed the working days of
every step, counted beforehand and not timed; records are prepared for each in the form that it likes best. The time
is this process's own processor time, so that neighbours on the machine do not count; one core throughout.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import asdict, frozen

import qcrules
from qcrules.batch import check_batch
from qcrules.calendar import FIRST

from .twenty import (
    AS_OF,
    EPOCH,
    KINDS,
    NEVER,
    RULES,
    STEPS,
    Twentieth,
    book,
    counted,
    late,
    mappings,
    numbers,
    register,
)

Prepared = Any
Verdicts = Any
"""Two-valued: an array of truths, records × rules: is the rule broken? Five-valued: the words themselves."""


@frozen
class Contender:
    """An engine: how it takes the records, how it decides them, and how many at most it is asked."""

    name: str
    values: int
    prepare: Callable[[pa.RecordBatch], Prepared]
    decide: Callable[[Prepared], Verdicts]
    most: int = 10_000_000


@frozen
class Result:
    """What an engine came to."""

    engine: str
    values: int
    rows: int
    seconds: float
    per_second: float


def truth(batch: pa.RecordBatch) -> Verdicts:
    """What the reference says of each record: five words a record, in the order of the rules."""
    found = []
    for record in mappings(batch):
        verdicts = {f.rule: str(f.verdict) for f in check(record, "reference")}
        found.append([verdicts[rule.id] for rule in RULES])
    return np.array(found)


def check(record: dict[str, Any], engine: str, complete: bool = False) -> Any:
    return qcrules.check(record, rules=book(), as_of=AS_OF, engine=engine, complete=complete).findings  # type: ignore[arg-type]


def two_valued(batch: pa.RecordBatch) -> Verdicts:
    """Is each rule broken, where what is not recorded did not happen, and time does not matter any more?"""
    rows = numbers(batch)
    found = np.zeros((len(rows), len(RULES)), np.bool_)
    for column, rule in enumerate(RULES):
        what, base, term = late(rule)
        for row, record in enumerate(rows):
            applies = rule.kind is None or record["kind"] == KINDS.index(rule.kind)
            found[row, column] = applies and record[base] != NEVER and record[what] >= record[base] + term
    return found


# -- qcrules ---------------------------------------------------------------------------------------------------------


def columnar(batch: pa.RecordBatch) -> pa.RecordBatch:
    return check_batch(batch, rules=book(), as_of=AS_OF, contested=False)


def words_of(answer: pa.RecordBatch) -> Verdicts:
    columns = [answer.column(rule.id).cast(pa.string()).to_numpy(zero_copy_only=False) for rule in RULES]
    return np.stack(columns, axis=1)


def one_by_one(engine: str) -> Callable[[list[dict[str, Any]]], Verdicts]:
    def decide(records: list[dict[str, Any]]) -> Verdicts:
        found = []
        for record in records:
            verdicts = {finding.rule: finding.verdict for finding in check(record, engine)}
            found.append([str(verdicts[rule.id]) for rule in RULES])
        return np.array(found)

    return decide


# -- NumPy and Polars, written by hand -------------------------------------------------------------------------------


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


# -- rule engines ----------------------------------------------------------------------------------------------------


def condition(rule: Twentieth, name: str = "{}", joined: str = " and ") -> str:
    """A rule as most languages of expressions write it."""
    what, base, term = late(rule)
    parts = [f"{name.format('kind')} == {KINDS.index(rule.kind)}"] if rule.kind else []
    parts.append(f"{name.format(base)} != {NEVER}")
    parts.append(f"{name.format(what)} >= {name.format(base)} + {term}")
    return joined.join(parts).replace("+ -", "- ")


def zen_engine() -> Callable[[list[dict[str, int]]], Verdicts]:
    import zen

    expressions = [{"id": rule.id, "key": rule.id, "value": condition(rule)} for rule in RULES]
    graph = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "rules",
                "name": "rules",
                "type": "expressionNode",
                "position": {"x": 0, "y": 0},
                "content": {"expressions": expressions},
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
            {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    names = [rule.id for rule in RULES]

    def decide(records: list[dict[str, int]]) -> Verdicts:
        results = (decision.evaluate(record)["result"] for record in records)
        return np.array([[bool(result[name]) for name in names] for result in results])

    return decide


def common_expression_language() -> Callable[[list[dict[str, int]]], Verdicts]:
    import cel

    programs = [cel.compile(condition(rule, joined=" && ")) for rule in RULES]

    def decide(records: list[dict[str, int]]) -> Verdicts:
        return np.array([[program.execute(record) for program in programs] for record in records])

    return decide


def rule_engine() -> Callable[[list[dict[str, int]]], Verdicts]:
    import rule_engine as engine

    rules = [engine.Rule(condition(rule)) for rule in RULES]

    def decide(records: list[dict[str, int]]) -> Verdicts:
        return np.array([[rule.matches(record) for rule in rules] for record in records])

    return decide


def clipspy() -> Callable[[list[dict[str, int]]], Verdicts]:
    import clips

    environment = clips.Environment()
    used = {name for rule in RULES for name in late(rule)[:2]} | {"kind"}
    slots = " ".join(f"(slot {name} (type INTEGER))" for name in sorted(used))
    environment.build(f"(deftemplate case {slots})")
    fired: list[int] = []
    environment.define_function(fired.append, "broken")
    for number, rule in enumerate(RULES):
        what, base, term = late(rule)
        kind = f"(kind {KINDS.index(rule.kind)})" if rule.kind else ""
        environment.build(
            f"(defrule {rule.id} (case {kind} ({base} ?b&:(<> ?b {NEVER})) ({what} ?w&:(>= ?w (+ ?b {term}))))"
            f" => (broken {number}))"
        )
    template = environment.find_template("case")

    def decide(records: list[dict[str, int]]) -> Verdicts:
        out = np.zeros((len(records), len(RULES)), np.bool_)
        for row, record in enumerate(records):
            environment.reset()
            template.assert_fact(**{name: record[name] for name in used})
            environment.run()
            out[row, fired] = True
            fired.clear()
        return out

    return decide


def durable_rules() -> Callable[[list[dict[str, int]]], Verdicts]:
    from durable import lang

    fired: list[int] = []

    def breaking(number: int) -> Callable[[Any], None]:
        def broken(c: Any) -> None:
            fired.append(number)

        return broken

    def define() -> None:
        with lang.ruleset("twenty"):
            for number, rule in enumerate(RULES):
                what, base, _ = late(rule)
                due = f"due_{number}"
                test = (getattr(lang.m, base) != NEVER) & (getattr(lang.m, what) >= getattr(lang.m, due))
                if rule.kind:
                    test = test & (lang.m.kind == KINDS.index(rule.kind))

                lang.when_all(test)(breaking(number))

            @lang.when_all(+lang.m.kind)
            def always(c: Any) -> None:
                return

    define()

    def decide(records: list[dict[str, int]]) -> Verdicts:
        out = np.zeros((len(records), len(RULES)), np.bool_)
        for row, record in enumerate(records):
            due = {f"due_{n}": record[late(rule)[1]] + late(rule)[2] for n, rule in enumerate(RULES)}
            fact = {**record, **due, "id": row, "sid": str(row)}
            lang.assert_fact("twenty", fact)
            lang.retract_fact("twenty", fact)
            out[row, fired] = True
            fired.clear()
        return out

    return decide


def openfisca() -> tuple[Callable[[pa.RecordBatch], Any], Callable[[Any], Verdicts]]:
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    case = build_entity("case", "cases", "A case", is_person=True)
    system = TaxBenefitSystem([case])

    def variable(name: str, kind: type, formula: Any = None) -> None:
        body = {"value_type": kind, "entity": case, "definition_period": DateUnit.MONTH, "label": name}
        if formula is not None:
            body["formula"] = formula
        system.add_variable(type(name, (Variable,), body))

    used = sorted({name for rule in RULES for name in late(rule)[:2]} | {"kind"})
    for name in used:
        variable(name, int)
    names = [rule.id.replace("-", "_") for rule in RULES]

    def formula_of(rule: Twentieth) -> Callable[[Any, Any], Any]:
        def formula(case_: Any, period: Any) -> Any:
            what, base, term = late(rule)
            started = case_(base, period)
            broken = (started != NEVER) & (case_(what, period) >= started + term)
            return broken & (case_("kind", period) == KINDS.index(rule.kind)) if rule.kind else broken

        return formula

    for name, rule in zip(names, RULES, strict=True):
        variable(name, bool, formula_of(rule))

    def prepare(batch: pa.RecordBatch) -> dict[str, Any]:
        worked, before = counted()
        columns = arrays(batch)
        found = {"kind": columns["kind"].astype(np.int32)}
        for step in STEPS:
            day = columns[step]
            for letter, values in (("d", None), ("w", worked), ("v", before)):
                if f"{letter}_{step}" in used:
                    counted_ = day + FIRST if values is None else values.take(day, mode="clip")
                    found[f"{letter}_{step}"] = np.where(day < 0, NEVER, counted_).astype(np.int32)
        return found

    def decide(columns: dict[str, Any]) -> Verdicts:
        simulation = SimulationBuilder().build_default_simulation(system, len(columns["kind"]))
        for name, values in columns.items():
            simulation.set_input(name, "2014-12", values)
        return np.stack([simulation.calculate(name, "2014-12") for name in names], axis=1)

    return prepare, decide


# -- the run ---------------------------------------------------------------------------------------------------------


def contenders() -> list[Contender]:
    """The engines that can be imported here; the others are named with the reason."""
    same = lambda batch: batch  # noqa: E731
    found = [
        Contender("qcrules columnar", 5, same, columnar),
        Contender("qcrules reference", 5, lambda b: list(mappings(b)), one_by_one("reference"), 2_000),
        Contender("qcrules durable", 5, lambda b: list(mappings(b)), one_by_one("durable"), 1_000),
        Contender("NumPy by hand", 2, arrays, numpy_two),
        Contender("NumPy by hand, from Arrow", 2, same, lambda b: numpy_two(arrays(b))),
    ]

    def offer(name: str, values: int, make: Callable[[], tuple[Any, Any]], most: int = 10_000_000) -> None:
        try:
            prepare, decide = make()
        except Exception as error:
            print(f"{name}: not here ({type(error).__name__}: {str(error)[:80]})", file=sys.stderr)
            return
        found.append(Contender(name, values, prepare, decide, most))

    def polars(decide: Any) -> Callable[[], tuple[Any, Any]]:
        def make() -> tuple[Any, Any]:
            import polars

            return (polars_frame, decide) if polars else (None, None)

        return make

    offer("Polars by hand", 5, polars(polars_five))
    offer("Polars by hand", 2, polars(polars_two))
    offer("OpenFisca-core, computing", 2, openfisca)
    offer("OpenFisca-core, from Arrow", 2, _end_to_end(openfisca))
    offer("zen-engine", 2, lambda: (numbers, zen_engine()), 20_000)
    offer("common-expression-language", 2, lambda: (numbers, common_expression_language()), 5_000)
    offer("rule-engine", 2, lambda: (numbers, rule_engine()), 5_000)
    offer("clipspy", 2, lambda: (numbers, clipspy()), 20_000)
    offer("durable-rules, standard API", 2, lambda: (numbers, durable_rules()), 500)
    return found


def _end_to_end(make: Callable[[], tuple[Any, Any]]) -> Callable[[], tuple[Any, Any]]:
    def made() -> tuple[Any, Any]:
        prepare, decide = make()
        return (lambda batch: batch), (lambda batch: decide(prepare(batch)))

    return made


def normal(verdicts: Verdicts, values: int) -> Any:
    """Verdicts of any engine in one form."""
    if isinstance(verdicts, pa.RecordBatch):
        return words_of(verdicts)
    if not isinstance(verdicts, np.ndarray):
        verdicts = verdicts.select([rule.id for rule in RULES]).to_numpy()
        return FIVE[verdicts] if values == 5 else verdicts
    return verdicts


def compare(contender: Contender, batch: pa.RecordBatch, expected: dict[int, Any]) -> None:
    """AssertionError where an engine says anything else."""
    found = normal(contender.decide(contender.prepare(batch)), contender.values)
    differ = np.argwhere(found != expected[contender.values])
    if len(differ):
        row, rule = differ[0]
        raise AssertionError(f"{contender.name}: record {row}, {RULES[rule].id}, {len(differ)} differences")


def measure(contender: Contender, rows: int, budget: float = 1.0) -> Result:
    """Records a second: the best of a few runs."""
    rows = min(rows, contender.most)
    prepared = contender.prepare(register(rows, 1))
    runs: list[float] = []
    while not runs or (sum(runs) < budget and len(runs) < 5):
        start = time.process_time()
        contender.decide(prepared)
        runs.append(time.process_time() - start)
    return Result(contender.name, contender.values, rows, min(runs), rows / min(runs))


def growth(rows: Sequence[int]) -> list[dict[str, Any]]:
    """Time and memory of the columnar engine as the register grows, decided a batch at a time."""
    found = []
    for count in rows:
        seconds, done = 0.0, 0
        while done < count:
            batch = register(min(500_000, count - done), done)
            start = time.process_time()
            columnar(batch)
            seconds += time.process_time() - start
            done += batch.num_rows
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            1024**2 if sys.platform == "darwin" else 1024
        )
        found.append({"rows": count, "ns_per_row": round(seconds / count * 1e9), "peak_mib": round(peak)})
        print(f"{count:>12,} rows {seconds / count * 1e9:8.0f} ns a row   peak {peak:6.0f} MiB")
    return found


def main() -> int:
    """Compare, measure, print; JSON with ``-o``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=500_000, help="records for the quick engines (default 500000)"
    )
    parser.add_argument(
        "--most", type=int, default=10_000_000, help="growth up to so many rows (default 10^7)"
    )
    parser.add_argument("-o", "--output", type=Path, help="write the figures as JSON")
    arguments = parser.parse_args()
    batch = register(300, 7)
    expected = {5: truth(batch), 2: two_valued(batch)}
    results = []
    for contender in contenders():
        try:
            compare(contender, batch, expected)
            results.append(measure(contender, arguments.rows))
        except Exception as error:
            print(f"{contender.name}: {type(error).__name__}: {str(error)[:120]}", file=sys.stderr)
    own = next(result for result in results if result.engine == "qcrules columnar").per_second
    print(f"{'engine':<30} verdicts {'records':>10} {'records/s':>13}   columnar is")
    for one in sorted(results, key=lambda result: -result.per_second):
        print(
            f"{one.engine:<30} {one.values:>8} {one.rows:>10,} {one.per_second:>13,.0f} {own / one.per_second:>10.2f} ×"
        )
    grown = growth([10**power for power in range(4, 8) if 10**power <= arguments.most])
    if arguments.output:
        figures = {"results": [asdict(one) for one in results], "growth": grown}
        arguments.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
