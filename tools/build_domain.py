"""Writes src/qcrules/domain/records.py from the vocabulary of the built-in pack: its records as typed, frozen classes.

With --check nothing is written, and the exit status is 1 where the file is not what would be written.

A class is named after the field that holds it; what the vocabulary cannot say of a class stands here: a better name,
and in a sentence what it is, with its paragraphs.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from qcrules.facts.field import Field, ValueType
from qcrules.facts.types import Type
from qcrules.facts.vocabulary import Vocabulary
from qcrules.judge.rulebook import load_rules

TARGET = Path(__file__).resolve().parent.parent / "src" / "qcrules" / "domain" / "records.py"

NAMES = {
    "inspection.inspectors": "Inspector",
    "act.inspectors": "Official",
    "representatives": "Official",
    "refusal_protocol": "Protocol",
    "measures.items": "Measure",
    "inspection_plan.body": "PlanBody",
    "monitoring_report.decision": "MonitoringDecision",
}
"""Classes by the end of the path that holds them, where the key is not their name."""

ABOUT = {
    "Inspection": "An inspection from its ground to the publication of its results (п.5-п.24, п.28, п.29).",
    "Ground": "Why an inspection may be held: one of the five grounds (п.5).",
    "Subject": "The body that is inspected (п.1, п.6 ч.1).",
    "InspectingBody": "The body that inspects: the Agency or a territorial unit of it (п.6 ч.1).",
    "Inspector": "Who inspects: from which body, and who came in the place of whom (п.6 ч.1, п.10, п.13 ч.1).",
    "Official": "Someone whom the act names: who inspected, who represents the body (п.13 ч.2 4) and 5)).",
    "Order": (
        "The order that appoints the inspection (п.6 ч.2), its period (п.7, п.14), registration (п.11 ч.1)."
    ),
    "Notice": "The notice that an inspection will begin (п.10).",
    "Shown": "What the inspectors showed on arrival (п.11 ч.1).",
    "Obstruction": "A refusal to read the order, or to let the inspectors in or at the papers (п.12).",
    "Protocol": "The record of a refusal or an obstruction, signed by both sides (п.12, п.15 ч.1).",
    "Act": "The act on the results of an inspection: its contents, service and refusals (п.13-п.15).",
    "Violation": "A violation that the act states, with the law it offends and its nature (п.13 ч.2 8)).",
    "Recommendation": "What is to be done about a violation, and by when (п.13 ч.2 10), п.17 1), п.23).",
    "Acquaintance": "That someone has read the act, or refused to (п.13 ч.2 11)).",
    "Decision": "What the leadership decided on the act (п.17).",
    "Letter": "The letter with recommendations (п.17 1), п.18, п.23; after monitoring п.27 1)).",
    "Disclosure": "A protected secret that an inspector disclosed, and the law that let them (п.19).",
    "Objections": "The inspected body's objections to the act (п.20).",
    "Measures": "The inspected body's information on the measures that it will take (п.21, п.22).",
    "Measure": "One thing that the inspected body will do, by whom and by when (п.22).",
    "Implementation": "The inspected body's report on the measures that it has taken (п.23).",
    "Escalation": "Whom the inspectors told that no measures were taken (п.24).",
    "Publication": "Where and when results of control were published (п.29).",
    "MonitoringReport": "A monthly report on form 1-МК or 2-МК (п.25-п.29).",
    "Submitter": "Who submits the report (п.25-1).",
    "MonitoringDecision": "What the leadership decided on the monitoring (п.27).",
    "MonitoringYear": (
        "The reports of one submitter for a year, side by side (п.25); ``check`` on a list or a folder makes it."
    ),
    "InspectionPlan": "A plan of inspections for a half-year and its way to the Prosecutor's statistics (п.8).",
    "PlanBody": "Whose plan it is (п.8).",
}

PYTHON: dict[ValueType, str] = {
    Type.EVENT: "Moment",
    Type.DATE: "Day",
    Type.BOOL: "bool",
    Type.NUMBER: "int",
    Type.YEAR: "int",
    Type.TEXT: "str",
    Type.MONTH: "str",
}
"""What holds a value of a type that has no parts and no options."""

HEAD = '''"""The records of the built-in vocabulary as frozen objects. This file is written by tools/build_domain.py.

Every field may be left out: it is then ``LEFT_OUT``. ``UNKNOWN`` says that nobody knows; ``None``, that it has not
happened yet, or is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from .base import DomainRecord
from .unknown import LEFT_OUT, Day, Fact, Figures, Moment, Services
'''


def name_of(field: Field, whole: str) -> str:
    """The class of an object, or of an item of a list; ``whole``: the path that leads to what holds it."""
    path = f"{whole}.{field.key}"
    for end, name in NAMES.items():
        if f".{path}".endswith(f".{end}"):
            return name
    key = field.key.removesuffix("s") if field.type is Type.LIST else field.key
    return key.title().replace("_", "")


def held(field: Field, whole: str) -> str:
    """What a field holds, as Python writes the type of it."""
    if field.options:
        keys = [key if key.isdigit() else f'"{key}"' for key in (option.key for option in field.options)]
        literal = f"Literal[{', '.join(keys)}]"
        return f"Sequence[{literal}]" if field.type is Type.SET else literal
    if field.type is Type.TABLE:
        return "Figures" if field.month_path else "Services"
    if field.type is Type.LIST:
        return f"Sequence[{name_of(field, whole) if field.children else 'str'}]"
    return name_of(field, whole) if field.type is Type.OBJECT else PYTHON[field.type]


def add_class(name: str, whole: Field, path: str, found: dict[str, str]) -> None:
    """A class, and before it those of its parts. ValueError where two of one name differ."""
    words = [f'@frozen(kw_only=True)\nclass {name}(DomainRecord):\n    """{ABOUT[name]}"""\n']
    for field in whole.children.values():
        if field.type.has_fields and field.children:
            add_class(name_of(field, path), field, f"{path}.{field.key}", found)
        several = field.several
        own = held(field, path)
        held_here = f"{own} | Sequence[{own}]" if several is not None and several.en == field.key else own
        words.append(f"    {field.key}: Fact[{held_here}] = LEFT_OUT")
        words.append(f'    """{field.term.ru[:1].upper()}{field.term.ru[1:]} ({field.term.en})."""\n')
        if several is not None and several.en != field.key:
            words.append(f"    {several.en}: Fact[Sequence[{own}]] = LEFT_OUT")
            words.append(
                f'    """{several.ru[:1].upper()}{several.ru[1:]} (several, in place of `{field.key}`)."""\n'
            )
    if found.setdefault(name, "\n".join(words)) != "\n".join(words):
        raise ValueError(f"{path}: another {name} was different: give it a name of its own")


def module(vocabulary: Vocabulary) -> str:
    """The whole module."""
    found: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for kind in vocabulary.kinds.values():
        if kind.inside is None:
            name = kind.key.title().replace("_", "")
            add_class(name, kind.root, kind.key, found)
        else:
            name = name_of(kind.root, kind.whole)
        kinds[name] = kind.key
    unused = set(ABOUT) - set(found)
    assert not unused, f"described, but no class: {unused}"
    names = "\n".join(f'    "{name}",' for name in sorted(found))
    tops = "\n".join(f'    {name}: "{key}",' for name, key in kinds.items())
    return "\n\n\n".join(
        [
            f"{HEAD}\n__all__ = [\n{names}\n]",
            *found.values(),
            f'KINDS: dict[type, str] = {{\n{tops}\n}}\n"""What can be checked, and the top key of its case file."""',
        ]
    )


def formatted(words: str) -> str:
    """A module as ruff writes it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TARGET), "-"]
    return subprocess.run(command, input=words, capture_output=True, text=True, check=True).stdout


def main() -> int:
    words = formatted(module(load_rules().core.vocabulary))
    if "--check" not in sys.argv:
        TARGET.write_text(words, encoding="utf-8")
    elif not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != words:
        print(
            f"{TARGET.name} is not what the vocabulary says: run python tools/build_domain.py",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
