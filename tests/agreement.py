"""Generated small rulebooks and records: every engine, every variant, the same verdicts.

Run as a program, because the failures of an engine in C are signals: ``python agreement.py [EXAMPLES]``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packs import HEAD, load, rule
from points import DEFINITIONS, MOMENTS, Record, conditions, duties, records

from qcrules.engine import Decided, Engine, decide
from qcrules.judge.rulebook import Rulebook

READINGS = {
    f"p1-{name}": {"вопрос": "?", "варианты": {"a": "а", "b": "б"}, "по_умолчанию": "a"}
    for name in ("one", "two")
}
DEFINED = (*MOMENTS, *DEFINITIONS)


@st.composite
def rulebooks(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A few rules: some over items, some under readings, some on the verdicts of those before."""
    rules: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 6))):
        condition, need = (draw(some(DEFINED, lists=True)).words for some in (conditions, duties))
        reading = draw(st.sampled_from([None, None, *READINGS]))
        if reading is not None:
            condition = {"чтение": reading, "a": condition, "b": draw(conditions()).words}
        if rules and draw(st.booleans()):
            condition = {"все": [condition, {"вердикт": draw(st.sampled_from(rules))["id"]}]}
        duty = draw(st.sampled_from(["требуется", "запрещено"]))
        body: dict[str, Any] = {"если": condition, duty: need}
        if draw(st.booleans()):
            body["для_каждого"] = "claims"
            if draw(st.booleans()):
                body[duty] = {
                    "не_позднее": {"что": "claims.made_at", "через": "3 working days", "после": "lent_at"}
                }
        rules.append(rule(f"p1-r{number}", **body))
    return rules


def decided(book: Rulebook, record: Record, engine: Engine) -> Decided:
    """What an engine makes of a record under every combination of readings."""
    machine = book.machine("loan")
    facts = machine.reader.read(
        record.written, as_of=date.fromordinal(record.as_of), complete=record.complete
    )
    [validity] = book.core.validity.values()
    return decide(machine.groups, machine.worlds.make(facts, validity.span), engine)


def main(examples: int = 100) -> None:
    """Hold the engine durable-rules to the reference."""
    from qcrules.engine.durable import Durable

    folder = TemporaryDirectory()
    head = HEAD.replace("weekends", "KZ")

    @settings(max_examples=examples, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rulebooks(), st.lists(records(), min_size=1, max_size=4))
    def agree(rules: list[dict[str, Any]], some: Sequence[Record]) -> None:
        book = load(Path(folder.name), rules, readings=READINGS, definitions=DEFINITIONS, head=head)
        durable = Durable(book.machine("loan").lowered)
        for record in some:
            assert decided(book, record, durable) == decided(book, record, book.machine("loan").reference)

    with folder:
        agree()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
