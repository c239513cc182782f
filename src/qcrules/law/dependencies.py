"""What rules and definitions read (fields, and the verdicts of other rules), and the order that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from ..errors import CIRCLE, PackError, Place, Problem
from ..facts.field import Field
from ..text import Text
from .model import Branch, Contradiction, Definition, Rule, RuleForm
from .verbs import Computed, Condition, Violated, walk


def conditions_of(form: RuleForm) -> Iterator[Condition]:
    """Every top condition of a rule's form."""
    yield form.condition
    for exception in form.exceptions:
        yield exception.condition
    if form.requirement is not None:
        yield form.requirement


def fields_of(conditions: Iterable[Condition]) -> list[Field]:
    """Every field that some conditions read, each once, in their order."""
    found = {fact.path: fact for top in conditions for part in walk(top) for fact in part.fields()}
    return list(found.values())


def case_fields(case: Branch) -> list[Field]:
    """The fields that a branch of a definition reads."""
    found = fields_of([case.condition]) if case.condition is not None else []
    if isinstance(case.choice, Computed):
        return [*found, *case.choice.fields(), *fields_of(case.choice.conditions())]
    return [*found, case.choice] if case.choice is not None else found


def definition_fields(definition: Definition) -> list[Field]:
    """Every field that a definition reads under any reading."""
    found = {f.path: f for cases in definition.forms.values() for case in cases for f in case_fields(case)}
    return list(found.values())


def rule_fields(rule: Rule) -> list[Field]:
    """Every field that a rule reads under any reading."""
    found = {f.path: f for form in rule.forms.values() for f in fields_of(conditions_of(form))}
    if rule.for_each is not None:
        found.setdefault(rule.for_each.path, rule.for_each)
    return list(found.values())


def contradiction_fields(contradiction: Contradiction) -> list[Field]:
    """Every field that a contradiction reads under any reading."""
    return [*fields_of(contradiction.forms.values()), *contradiction.differ]


def read_at_any_depth(fields: Iterable[Field], definitions: Mapping[str, Definition]) -> set[str]:
    """The paths of some fields, and of all that those of them read that are defined."""
    found: set[str] = set()
    ahead = [fact.path for fact in fields]
    while ahead:
        path = ahead.pop()
        if path not in found:
            found.add(path)
            ahead += [one.path for one in definition_fields(definitions[path])] if path in definitions else []
    return found


def verdicts_in(form: RuleForm) -> set[str]:
    """The rules whose verdicts a form of a rule reads."""
    return {part.rule for top in conditions_of(form) for part in walk(top) if isinstance(part, Violated)}


def verdicts_read(rule: Rule) -> set[str]:
    """The rules whose verdicts a rule reads."""
    return {name for form in rule.forms.values() for name in verdicts_in(form)}


def named_fields(rule: Rule, definitions: Mapping[str, Definition]) -> list[Field]:
    """Every field that a rule reads and that has a name: of an expression in the place of one, what it is made of."""
    found: dict[str, Field] = {}

    def add(fields: Iterable[Field]) -> None:
        for fact in fields:
            if fact.path.startswith("@="):
                add(definition_fields(definitions[fact.path]))
            else:
                found.setdefault(fact.path, fact)

    add(rule_fields(rule))
    return list(found.values())


def in_order(graph: Mapping[str, Iterable[str]], what: Text, places: Mapping[str, Place]) -> list[str]:
    """The nodes, each after those it reads; a cycle is refused."""
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise PackError(
            Problem(
                Text(f"{what.ru} по кругу: {circle}", f"{what.en} in a circle: {circle}"),
                places[error.args[1][0]],
                CIRCLE,
            )
        ) from None
