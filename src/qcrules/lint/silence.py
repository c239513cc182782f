"""Does the silence of a complete record accuse somebody, where the vocabulary does not say what it means?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.finding import Force
from qcrules.kernel.formula import Compare, Formula, Not
from qcrules.law.lowered import Lowered

from .inspected import Inspected
from .issue import Issue, issue
from .terms import place_of_term


def silence(it: Inspected) -> Iterator[Issue]:
    """The yes and no fields that duties want to be «yes», and of which nothing says what silence means."""
    for kind, lowered in it.lowered.items():
        root = it.pack.vocabulary.kinds[kind].root
        doubtful = {
            lowered.layout.slots[one.path]: one
            for one in root.walk()
            if one.type is Type.BOOL and one.path and one.unsaid is None
        }
        for fact, rule in _wanted(lowered, doubtful).items():
            place = place_of_term(it.pack, kind, fact.path)
            yield issue("QC033", place, fact.label, rule, subject=f"{kind}.{fact.path}")


def _wanted(lowered: Lowered, fields: Mapping[int, Field]) -> dict[Field, str]:
    """The fields, by their slots, that some duty wants to be «yes», each with the first such rule."""
    found: dict[Field, str] = {}
    for name, variants in lowered.by_rule.items():
        for one in variants.values():
            if one.requirement is not None and one.rule.force is Force.MANDATORY:
                for slot in _wanted_yes(lowered, one.requirement, True):
                    if slot in fields:
                        found.setdefault(fields[slot], name)
    return found


def _wanted_yes(lowered: Lowered, formula: Formula, holds: bool) -> Iterator[int]:
    """The slots that a formula wants above a constant, if it is to hold, or not to."""
    if isinstance(formula, Not):
        yield from _wanted_yes(lowered, formula.part, not holds)
    elif not isinstance(formula, Compare):
        for part in formula.parts:
            yield from _wanted_yes(lowered, part, holds)
    else:
        left, right = lowered.operands[formula.left], lowered.operands[formula.right]
        more, less = (right, left) if holds else (left, right)
        if less.slot is None and more.slot is not None:
            yield more.slot
