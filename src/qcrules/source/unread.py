"""What cannot be read stays undecided: a rule whose words are wrong gives no verdict, nor what stands on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from ..errors import Place
from ..facts.field import Field
from ..finding import Force
from ..law.citation import Citation
from ..law.dependencies import contradiction_fields, definition_fields, rule_fields
from ..law.model import Definition, Pack, Rule, RuleForm
from ..law.validity import InForce
from ..law.verbs import AllOf
from ..text import Text


def undecided(id: str, kind: str, citation: Citation, place: Place) -> Rule:
    """A rule that nobody can decide, for one of which no more than its id can be read."""
    return _undecided(Rule(id, kind, (citation,), None, Force.MANDATORY, None, (), {}, place, ()), None)


def left_open(
    pack: Pack, kind: str, wrong_rules: Mapping[str, Place], wrong_definitions: Mapping[str, Place]
) -> tuple[Pack, Mapping[str, Place]]:
    """The pack without the definitions of a kind that are wrong and what stands on them, and with its wrong
    rules, and those that read such a fact, undecided; and these rules, each with the place that is to blame."""
    definitions = pack.definitions[kind]
    blamed = dict(wrong_definitions)
    grows = True
    while grows:
        grown = {
            path: place
            for path, one in definitions.items()
            if path not in blamed and (place := _blamed_in(definition_fields(one), blamed)) is not None
        }
        blamed |= grown
        grows = bool(grown)
    kept: dict[str, Definition] = {path: one for path, one in definitions.items() if path not in blamed}
    rules, undecided_ones = {}, {}
    for id, rule in pack.rules[kind].items():
        place = wrong_rules.get(id) or _blamed_in(rule_fields(rule), blamed)
        rules[id] = rule if place is None else _undecided(rule, place)
        if place is not None:
            undecided_ones[id] = place
    contradictions = (
        one
        for one in pack.contradictions.get(kind, ())
        if _blamed_in(contradiction_fields(one), blamed) is None
    )
    changed = evolve(
        pack,
        rules={**pack.rules, kind: rules},
        definitions={**pack.definitions, kind: kept},
        contradictions={**pack.contradictions, kind: tuple(contradictions)},
    )
    return changed, undecided_ones


def _blamed_in(facts: Iterable[Field], blamed: Mapping[str, Place]) -> Place | None:
    return next((blamed[fact.path] for fact in facts if fact.path in blamed), None)


def _undecided(rule: Rule, place: Place | None) -> Rule:
    """The rule as one that nobody can decide, because of a mistake at a place (its own, where none is given)."""
    where = place or rule.place
    reason = Text(
        f"Правило не прочитано: ошибка в {where}.", f"The rule could not be read: a mistake at {where}."
    )
    form = RuleForm(InForce(), AllOf(()), (), None, False, reason, reason, {})
    return evolve(rule, for_each=None, readings=(), own_readings=(), forms={(): form})
