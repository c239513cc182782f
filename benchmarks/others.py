"""The twenty rules as other engines have them: each by its own standard interface, two-valued."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from qcrules.time.months import FIRST

from .by_hand import Verdicts, arrays
from .twenty import KINDS, NEVER, RULES, STEPS, Twentieth, counted, late


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
