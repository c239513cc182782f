"""Several of a kind where the law speaks of one (two letters, two acts): each rule is asked of each that it reads.

A record that gives several is seen once with each of them, as if there were no others. A rule that reads none is
found as ever; one that reads the letter is found once for every letter. Where a rule says that one is enough, it is
found for the best of them: the one that leaves least wrong by all rules which say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, Generic

from attrs import evolve, field, frozen

from ..facts.field import Field, WrongValue
from ..facts.input import Input
from ..facts.path import Trail
from ..finding import Evidence, Explanation, Finding, Item, Missing, Verdict
from ..law.dependencies import case_fields, conditions_of, fields_of, verdicts_in
from ..law.model import Pack, Rule, choice_of
from ..text import Text
from .told import OneOfEach, Told, V

MOST_CHOICES = 500
"""With so many choices of one of each a record is judged, as if each were a record of its own."""

_COUNT = Text("{} — {}", "{}: {}")
_TOO_MANY = Text(
    "слишком много вместе ({}): сочетаний, о которых спросили бы нормы, — {}, а можно не больше {}; разделите запись",
    "too many together ({}): rules would be asked of {} combinations, and can be of at most {}; split the record",
)
_WRONG = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING)


# -- a record with one of each ----------------------------------------------------------------------------------


def with_one(given: Input, picked: OneOfEach) -> Input:
    """The same with one of each that it gives several times: the first, or the one that is picked."""
    moved: dict[Trail, int] = {}
    record = _one_each(given.record, given.kind.root, picked, given.trail, moved)
    return evolve(given, record=record, places=lambda trail: given.places(there(trail, moved)), picked=moved)


def there(trail: Trail, picked: Mapping[Trail, int]) -> Trail:
    """A trail in the record that was given, from that in a record with one of each."""
    for where, number in picked.items():
        if trail[: len(where)] == where:
            return (*where, number, *trail[len(where) :])
    return trail


def _one_each(record: Any, whole: Field, picked: OneOfEach, trail: Trail, moved: dict[Trail, int]) -> Any:
    found = dict(record)
    for key, value in record.items():
        child, here = whole.child(key) if isinstance(key, str) else None, (*trail, key)
        if child is None or child.type.has_items:
            continue
        if child.several is not None:
            items = _items(child, value)
            if items:
                moved[here] = picked.get(child.path, 0)
                found[key] = items[moved[here]]
        elif isinstance(value, Mapping):
            found[key] = _one_each(value, child, picked, here, moved)
    return found


def _items(fact: Field, value: Any) -> list[Any]:
    try:
        given = fact.type.given(fact, value)
    except WrongValue:  # the reader says so
        return []
    return given if isinstance(given, list) else []


# -- what is asked of which -------------------------------------------------------------------------------------


@frozen(eq=False)
class SeveralOfAKind(Generic[V]):
    """A record that gives something several times. ``counts``: how often, by path; ``see``: the view with some of them,
    and what is found there."""

    pack: Pack
    rules: Sequence[Rule]
    chosen: Mapping[str, str]
    counts: Mapping[str, int]
    see: Callable[[OneOfEach], tuple[V, Mapping[Trail, int], Sequence[Finding]]]
    _seen: dict[frozenset[tuple[str, int]], tuple[V, Mapping[Trail, int], dict[str, list[Finding]]]] = field(
        factory=dict
    )

    def too_many(self) -> Text | None:
        """What is wrong where rules would be asked with more than ``MOST_CHOICES`` choices of one of each."""
        read = {tuple(self.reads(rule)) for rule in self.rules}
        choices = sum(prod(self.counts[one.path] for one in together) for together in read)
        if choices <= MOST_CHOICES:
            return None
        several = dict.fromkeys(one for together in read for one in together)
        given = (_COUNT.filled(_name(one), self.counts[one.path]) for one in several)
        return _TOO_MANY.filled(Text.joined(", ", given), choices, MOST_CHOICES)

    def told(self) -> Told[V]:
        """The findings of every rule, for each that it reads."""
        views: dict[V, list[tuple[Finding, Finding]]] = {}
        findings: list[Finding] = []
        for rule in self.rules:
            reads = self.reads(rule)
            asked = list(self.asked(rule, reads))
            if len(asked) > 1 and all(_silent(self.of(rule, picked)) for picked in asked):
                asked = asked[-1:]
            for picked in asked:
                view, moved, _ = self.view(picked)
                telling = _SaysWhich({one.path: (one, picked[one.path] + 1) for one in reads}, moved)
                for one in self.of(rule, picked):
                    findings.append(telling.finding(one) if reads else one)
                    views.setdefault(view, []).append((findings[-1], one))
        return Told(tuple(findings), views)

    def asked(self, rule: Rule, reads: Sequence[Field]) -> Iterator[OneOfEach]:
        """With which of those that it reads a rule is found."""
        enough = [one for one in reads if one in rule.enough]
        for picked in self.choices([one for one in reads if one not in enough]):
            yield {**picked, **self.best(enough, picked)} if enough else picked

    def choices(self, several: Iterable[Field]) -> Iterator[OneOfEach]:
        """Every choice of one of each."""
        paths = [one.path for one in several]
        for numbers in product(*(range(self.counts[path]) for path in paths)):
            yield dict(zip(paths, numbers, strict=True))

    def best(self, enough: Sequence[Field], picked: OneOfEach) -> OneOfEach:
        """Those of which the rules that are content with one find least wrong; of equals the first."""
        rules = [rule for rule in self.rules if any(one in rule.enough for one in enough)]

        def wrong(choice: OneOfEach) -> list[int]:
            verdicts = [one.verdict for rule in rules for one in self.of(rule, {**picked, **choice})]
            return [verdicts.count(verdict) for verdict in _WRONG]

        return min(self.choices(enough), key=wrong)

    def of(self, rule: Rule, picked: OneOfEach) -> list[Finding]:
        """The findings of a rule with some of them."""
        return self.view(picked)[2].get(rule.id, [])

    def view(self, picked: OneOfEach) -> tuple[V, Mapping[Trail, int], dict[str, list[Finding]]]:
        """The record with some of them, made once."""
        key = frozenset(one for one in picked.items() if one[1])
        if key not in self._seen:
            view, moved, findings = self.see(dict(key))
            by_rule: dict[str, list[Finding]] = {}
            for one in findings:
                by_rule.setdefault(one.rule, []).append(one)
            self._seen[key] = view, moved, by_rule
        return self._seen[key]

    def reads(self, rule: Rule) -> list[Field]:
        """Those given several times that a rule reads under the chosen readings, through definitions and verdicts."""
        root = self.pack.vocabulary.kinds[rule.kind].root
        paths = {path for fact in _read(self.pack, rule, self.chosen) for path in _around(fact.path)}
        return [root.at(path) for path in self.counts if path in paths]


def _around(path: str) -> Iterator[str]:
    """A path, and those of the objects around it."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def _read(pack: Pack, rule: Rule, chosen: Mapping[str, str]) -> Iterator[Field]:
    """The recorded fields that a rule reads under some chosen readings."""
    form = rule.form(chosen)
    waiting = fields_of(conditions_of(form))
    waiting += [rule.for_each] if rule.for_each is not None else []
    while waiting:
        fact = waiting.pop()
        if fact.defined:
            definition = pack.definitions[rule.kind][fact.path]
            for branch in definition.forms[choice_of(definition.readings, chosen)]:
                waiting += case_fields(branch)
        else:
            yield fact
    for other in verdicts_in(form):
        yield from _read(pack, pack.rules[rule.kind][other], chosen)


def _silent(found: Iterable[Finding]) -> bool:
    """Does a rule say nothing, under any reading?"""
    return all(one.verdict is Verdict.NOT_APPLICABLE and not one.contested for one in found)


# -- how it is told ---------------------------------------------------------------------------------------------


@frozen(eq=False)
class _SaysWhich:
    """Says of which a finding speaks. ``names``: by path, which of several, from 1; ``moved``: where each stands."""

    names: Mapping[str, tuple[Field, int]]
    moved: Mapping[Trail, int]

    def finding(self, found: Finding) -> Finding:
        """The finding, with the numbers of those of which it speaks: «letters[2]», «letters[2].recommendations[1]»."""
        at, each = found.at, found.provision.each
        inside = at.list_path if at is not None else ""
        words = [_name(*one) for path, one in self.names.items() if not _within(inside, path)]
        if at is not None and each is not None:
            item, each = Item(self.path(inside), at.key), self.label(inside, each)
        else:
            fact, number = list(self.names.values())[-1]
            item, each = Item(_name(fact).en, number), _name(fact)
            words.pop()
        path = ", ".join((*(one.en for one in words), item.list_path))
        provision = evolve(found.provision, each=Text.joined(", ", (*words, each)))
        at = evolve(item, list_path=path)
        return Finding(provision, at, found.verdict, found.contested, found.lang, lambda _: self.why(found))

    def label(self, path: str, label: Text) -> Text:
        """«письма[2].рекомендации» of the label of a letter's recommendations."""
        for whole, (fact, number) in self.names.items():
            if _within(path, whole):
                name = _name(fact, number)
                return Text(
                    name.ru + label.ru.removeprefix(fact.label.ru),
                    name.en + label.en.removeprefix(fact.label.en),
                )
        return label

    def why(self, found: Finding) -> Explanation:
        """The explanation, its paths those of the record that was given."""
        known = found.explanation
        return evolve(
            known,
            evidence=tuple(map(self.evidence, known.evidence)),
            missing=tuple(map(self.missing, known.missing)),
        )

    def evidence(self, one: Evidence) -> Evidence:
        item = evolve(one.item, list_path=self.path(one.item.list_path)) if one.item is not None else None
        if item is None:
            numbered = self.names.items()
            item = next((Item(_name(fact).en, n) for p, (fact, n) in numbered if _within(one.field, p)), None)
        return evolve(one, field=self.path(one.field), item=item, trail=there(one.trail, self.moved))

    def missing(self, one: Missing) -> Missing:
        path = self.path(one.field)
        return one if path == one.field else evolve(one, field=path, trail=tuple(path.split(".")))

    def path(self, path: str) -> str:
        """«letters[2].sent_on» of the path of a letter's day."""
        for whole, one in self.names.items():
            if _within(path, whole):
                return f"{_name(*one).en}{path.removeprefix(whole)}"
        return path


def _within(path: str, whole: str) -> bool:
    return path == whole or path.startswith(f"{whole}.")


def _name(fact: Field, number: int | None = None) -> Text:
    """The name under which several are given, with the number of one."""
    assert fact.several is not None
    return (
        fact.several
        if number is None
        else Text(f"{fact.several.ru}[{number}]", f"{fact.several.en}[{number}]")
    )


__all__ = ["SeveralOfAKind", "there", "with_one"]
