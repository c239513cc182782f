"""The mutants of a pack: one rule, definition, edition, default of a reading or day of its validity changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from qcrules.errors import Place
from qcrules.law.lowered import Lowered
from qcrules.law.model import Definition, Pack, Rule, choice_of
from qcrules.law.page import Edition, Page
from qcrules.law.validity import Choice, InForce
from qcrules.text import Lang, Text

from ..dependencies import Dependencies
from .change import under_readings
from .days import a_day_off
from .forms import branches_near, forms_near
from .operators import Operators

_VALIDITY: Mapping[Lang, tuple[str, str]] = {
    "ru": ("действует", "действие регламента"),
    "en": ("in_force", "the life of the regulation"),
}
"""The key of pack.yaml that says when the regulation is in force, and what it is."""


_EACH = Text("«{}»: довольно одного → каждое", "“{}”: one is enough → each")


@frozen(eq=False)
class MutatedRules:
    """The rules of one kind of record one step away: as a pack, and those whose cases may notice."""

    kind: str
    pack: Pack
    touched: frozenset[str]


@frozen(eq=False)
class Mutant:
    """The law one step away."""

    subject: str
    citation: str
    words: Text
    place: Place
    rules: tuple[MutatedRules, ...]


@frozen(eq=False)
class Part:
    """A part of the law, the file where it stands, and its mutants."""

    file: str
    mutants: Callable[[], Iterator[Mutant]]


@frozen(eq=False)
class Mutants:
    """The mutants of a pack, part by part.

    ``lowered``: each kind's rules as they stand; ``unread``: the rules that could not be read, which have no mutants.
    """

    pack: Pack
    lowered: Mapping[str, Lowered]
    unread: frozenset[str]
    dependencies: Dependencies

    def parts(self) -> Mapping[str, Part]:
        """The mutants of each rule, definition, edition and reading, and of the regulation's validity."""
        head = str(Path(self.pack.folder) / "pack.yaml")
        found = {
            "validity": Part(head, partial(self.of_validity, Place(head)))
        }  # what takes longest is begun first
        for name, reading in self.pack.readings.items():
            found[f"reading/{name}"] = Part(reading.place.file, partial(self.of_reading, name))
        for page in self.pack.pages:
            if page.edition is not None:
                found[f"edition/{page.id}"] = Part(page.file, partial(self.of_edition, page, page.edition))
        for kind, definitions in self.pack.definitions.items():
            for one in definitions.values():
                if one.citation is not None:
                    mutants = partial(self.of_definition, one, one.citation.words)
                    found[f"{kind}/{one.field.label.ru}"] = Part(one.place.file, mutants)
        for kind, rules in self.pack.rules.items():
            for rule in self._read(rules):
                found[f"{kind}/{rule.id}"] = Part(rule.place.file, partial(self.of_rule, rule))
        return found

    def of_rule(self, rule: Rule) -> Iterator[Mutant]:
        """Those of a rule. (An edition that its page states for all its rules is one of the page's.)"""
        operators = self._operators(rule.kind)
        for change in under_readings(rule.forms, partial(forms_near, operators, rule)):
            rules = {rule.id: evolve(rule, forms=change.after)}
            mutated = self._mutated(rule.kind, {rule.id}, rules, change.built)
            yield Mutant(rule.id, rule.citation.words, change.words, change.place, (mutated,))
        for one in rule.enough:
            each = {rule.id: evolve(rule, enough=tuple(other for other in rule.enough if other is not one))}
            words = _EACH.filled(one.label)
            yield Mutant(
                rule.id, rule.citation.words, words, rule.place, (self._mutated(rule.kind, {rule.id}, each),)
            )

    def of_definition(self, one: Definition, citation: str) -> Iterator[Mutant]:
        """Those of a definition."""
        kind, operators = one.kind, self._operators(one.kind)
        readers = self.dependencies.readers(kind, one.field.path)
        targets = self.dependencies.targets(kind, one)
        for change in under_readings(one.forms, partial(branches_near, operators, targets)):
            mutated = self._mutated(kind, readers, {}, (evolve(one, forms=change.after), *change.built))
            yield Mutant(one.field.label.ru, citation, change.words, change.place, (mutated,))

    def of_edition(self, page: Page, edition: Edition) -> Iterator[Mutant]:
        """The first or the last day on which the rules of a page are in force, one day off."""
        for change in under_readings(edition.in_force, partial(a_day_off, place=edition.place)):
            mutated = []
            for kind, rules in self.pack.rules.items():
                own = [rule for rule in self._read(rules) if rule.own_interval and rule.id in page.rules]
                moved = {rule.id: _in_force(rule, edition.readings, change.after) for rule in own}
                mutated += [self._mutated(kind, moved, moved)] if moved else []
            yield Mutant(page.id, page.words, change.words, change.place, tuple(mutated))

    def of_reading(self, name: str) -> Iterator[Mutant]:
        """The default of a reading swapped for each other option."""
        reading = self.pack.readings[name]
        page = next((page.words for page in self.pack.pages if page.file == reading.place.file), "")
        for option in (one for one in reading.options if one != reading.default):
            readings = {**self.pack.readings, name: evolve(reading, default=option)}
            mutated = []
            for kind, rules in self.pack.rules.items():
                whole = name in self.pack.validity_readings
                own = {rule for rule in rules if whole or name in self.lowered[kind].readings_of[rule]}
                mutated += [self._mutated(kind, own, readings=readings)] if own else []
            words = Text("по умолчанию: {} → {}", "default: {} → {}").filled(reading.default, option)
            if mutated:
                yield Mutant(name, page, words, reading.place, tuple(mutated))

    def of_validity(self, head: Place) -> Iterator[Mutant]:
        """The first or the last day of the regulation, one day off."""
        for change in under_readings(self.pack.validity, partial(a_day_off, place=head)):
            rules = ((kind, rules) for kind, rules in self.pack.rules.items() if rules)
            mutated = tuple(self._mutated(kind, of_kind, validity=change.after) for kind, of_kind in rules)
            yield Mutant(*_VALIDITY[self.pack.lang], change.words, change.place, mutated)

    def _read(self, rules: Mapping[str, Rule]) -> Iterator[Rule]:
        return (rule for name, rule in rules.items() if name not in self.unread)

    def _operators(self, kind: str) -> Operators:
        return Operators(partial(self.dependencies.near, kind), self.pack.definitions[kind])

    def _mutated(
        self,
        kind: str,
        rules: Iterable[str],
        changed: Mapping[str, Rule] = {},
        definitions: Iterable[Definition] = (),
        **other: Any,
    ) -> MutatedRules:
        """The pack as those see it who depend on these rules, some of it changed."""
        touched = self.dependencies.dependants(kind, set(rules))
        defined = {one.field.path: one for one in definitions}
        pack = evolve(self.dependencies.reduced(kind, touched, changed, defined), **other)
        return MutatedRules(kind, pack, frozenset(touched))


def _in_force(rule: Rule, readings: tuple[str, ...], in_force: Mapping[Choice, InForce]) -> Rule:
    """A rule that lives as its page says, when the page says otherwise."""
    forms = {}
    for choice, form in rule.forms.items():
        forms[choice] = evolve(form, in_force=in_force[choice_of(readings, dict(choice))])
    return evolve(rule, forms=forms)
