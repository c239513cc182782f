"""Which conditions deny a term whose event may still come, so that they hold only once the term is over?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qcrules.facts.types import Type
from qcrules.law.model import Definition, Rule
from qcrules.law.verbs import Condition, NoLonger, NotLater, NotOf, Timed

from .inspected import Inspected
from .issue import Issue, issue


def denied(it: Inspected) -> Iterator[Issue]:
    """The terms under «not» in the conditions of rules, exceptions and definitions."""
    for rule in it.rules.values():
        yield from _issues(rule.id, _of_rule(rule))
    for one in it.pack.every_definition():
        yield from _issues(one.field.path, _of_definition(one))


def _issues(subject: str, conditions: Iterable[Condition]) -> Iterator[Issue]:
    found = {part.place: part for top in conditions for part in _denied(top)}
    for place, part in found.items():
        yield issue("QC034", place, part.words, subject=subject)


def _of_rule(rule: Rule) -> Iterator[Condition]:
    for form in rule.forms.values():
        yield form.condition
        yield from (one.condition for one in form.exceptions)


def _of_definition(definition: Definition) -> Iterator[Condition]:
    for branches in definition.forms.values():
        yield from (one.condition for one in branches if one.condition is not None)


def _denied(condition: Condition, under_not: bool = False) -> Iterator[Timed]:
    """The terms that stand under an odd number of «not»: what is awaited may come until they are over."""
    if under_not and isinstance(condition, NotLater | NoLonger) and _awaits(condition):
        yield condition
    for part in condition.parts():
        yield from _denied(part, under_not is not isinstance(condition, NotOf))


def _awaits(timed: Timed) -> bool:
    """Is an event held against a term, or against a day?"""
    return timed.runs and timed.what.type is Type.EVENT
