"""Is every reading used, does it change something, do cases tell its options apart, and is each argued for?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from qcrules.facts.field import Field
from qcrules.law.model import Branch, Pack, Reading, RuleForm
from qcrules.law.validity import Choice
from qcrules.testing.cases.expand import plain_tables

from .inspected import Inspected
from .issue import Issue, issue


def readings(it: Inspected) -> Iterator[Issue]:
    """Readings that nothing uses or turns on, that no case tells apart, or whose options nobody argues for."""
    used = {name for names, _ in _forms(it.pack) for name in names}
    told_apart, turning = _told_apart(it), _turning(it.pack)
    for reading in it.pack.readings.values():
        if reading.id not in used:
            yield _of(reading, "QC020")
        elif reading.id not in told_apart:
            yield _of(reading, "QC021")
        if reading.id in used - turning:
            yield _of(reading, "QC023")
        for option in reading.options.values():
            if not option.argument:
                yield _of(reading, "QC022", option.key)


def _of(reading: Reading, code: str, *parts: object) -> Issue:
    return issue(code, reading.place, reading.id, *parts, subject=reading.id, cure=reading.id)


def _told_apart(it: Inspected) -> set[str]:
    """Readings for which a table chooses two options at least, in rows that expect something else of one rule that
    turns on the reading (or the same, and say that it is contested)."""
    turns = {rule: names for one in it.lowered.values() for rule, names in one.readings_of.items()}
    found = set()
    for table in (table for page in it.pack.pages for table in plain_tables(it.pack, page)):
        for column, head in enumerate(table.header):
            if head.text not in it.pack.readings:
                continue
            usual = it.pack.readings[head.text].default
            for other, asked in enumerate(table.header):
                if head.text not in (*turns.get(asked.text, ()), *it.pack.validity_readings):
                    continue
                rows = [(row[column].text or usual, row[other].text) for row in table.rows if row[other].text]
                said = {words for _, words in rows}
                if len({option for option, _ in rows}) > 1 and (len(said) > 1 or any(map(_contested, said))):
                    found.add(head.text)
    return found


def _contested(cell: str) -> bool:
    return "спорно" in cell or "contested" in cell


def _turning(pack: Pack) -> set[str]:
    """The readings under whose options something of the pack says something else."""
    found = set()
    for names, forms in _forms(pack):
        for name in names:
            groups: dict[Choice, set[str]] = {}
            for choice, said in forms.items():
                groups.setdefault(tuple(pair for pair in choice if pair[0] != name), set()).add(said)
            if any(len(said) > 1 for said in groups.values()):
                found.add(name)
    return found


def _forms(pack: Pack) -> Iterator[tuple[tuple[str, ...], Mapping[Choice, str]]]:
    """What depends on readings: their names, and what it says under each choice of options, as a person reads it."""
    yield (
        pack.validity_readings,
        {choice: f"{one.first} {one.last} {sorted(one.by_step)}" for choice, one in pack.validity.items()},
    )
    for rule in pack.every_rule().values():
        yield rule.readings, {choice: _said(form) for choice, form in rule.forms.items()}
    for one in pack.every_definition():
        yield one.readings, {choice: repr(list(map(_branch, form))) for choice, form in one.forms.items()}
    for contradiction in chain.from_iterable(pack.contradictions.values()):
        said = {choice: condition.words("en") for choice, condition in contradiction.forms.items()}
        yield contradiction.readings, said


def _said(form: RuleForm) -> str:
    exceptions = [
        (str(one.citation), one.condition.words("en"), str(one.in_force.first), str(one.in_force.last))
        for one in form.exceptions
    ]
    required = form.requirement.words("en") if form.requirement else "undecidable"
    in_force = str(form.in_force.first), str(form.in_force.last)
    return repr((in_force, form.condition.words("en"), form.prohibited, exceptions, required))


def _branch(case: Branch) -> Any:
    chosen = case.choice.path if isinstance(case.choice, Field) else case.words("en")
    return case.condition and case.condition.words("en"), chosen
