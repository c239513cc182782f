"""What depends on what in a pack: which rules a change touches, and which facts are easily taken for one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, evolve, field

from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.law.lowering import definition_fields, rule_fields, verdicts_read
from qcrules.law.model import Definition, Pack, Rule


@define(eq=False)
class Dependencies:
    """A pack, asked what depends on what."""

    pack: Pack
    _read: dict[str, set[str]] = field(factory=dict, init=False)

    def near(self, kind: str, fact: Field) -> list[Field]:
        """The moments that one is easily taken for: those before and after it in the usual order, the other end of its
        month."""
        if fact.type is Type.MONTH or fact.defined:
            return []
        found = self._beside(kind, fact)
        whole, _, end = fact.path.rpartition(".")
        if end in _ENDS:
            other = self.pack.vocabulary.find(self.pack.vocabulary.kinds[kind], f"{whole}.{_ENDS[end]}")
            found += [other] if other is not None else []
        return list(dict.fromkeys(one for one in found if one is not fact))

    def _beside(self, kind: str, fact: Field) -> list[Field]:
        """The events just before and after one in the usual order."""
        near: list[Field] = []
        for chain in self.pack.usual_order.get(kind, ()):
            for place, one in enumerate(chain):
                if one is fact:
                    near += chain[max(0, place - 1) : place + 2]
        return near

    def targets(self, kind: str, definition: Definition) -> list[Field | None]:
        """Other facts that a definition may be pointed at by mistake: those it names, those next in time, none."""
        own = [
            f for f in definition_fields(definition) if f.type.is_moment is definition.field.type.is_moment
        ]
        own = [f for f in own if (f.list_path is None and f.type is definition.field.type) or f.defined]
        near = [other for one in own for other in self._beside(kind, one)]
        return [*dict.fromkeys(f for f in (*own, *near) if f.type is definition.field.type), None]

    def readers(self, kind: str, path: str) -> set[str]:
        """The rules that read a defined fact, through other definitions too."""
        definitions = self.pack.definitions[kind]
        paths = {path}
        while True:
            more = {
                other
                for other, definition in definitions.items()
                if other not in paths and any(f.path in paths for f in definition_fields(definition))
            }
            if not more:
                break
            paths |= more
        return {
            rule.id
            for rule in self.pack.rules[kind].values()
            if any(f.path in paths for f in rule_fields(rule))
        }

    def dependants(self, kind: str, rules: set[str]) -> set[str]:
        """The rules and those that read their verdicts."""
        found = set(rules)
        while True:
            more = {
                rule.id
                for rule in self.pack.rules[kind].values()
                if rule.id not in found and not found.isdisjoint(self._verdicts(rule))
            }
            if not more:
                return found
            found |= more

    def _verdicts(self, rule: Rule) -> set[str]:
        known = self._read.get(rule.id)
        if known is None:
            known = self._read[rule.id] = verdicts_read(rule)
        return known

    def reduced(
        self,
        kind: str,
        rules: Iterable[str],
        changed: Mapping[str, Rule] | None = None,
        definitions: Mapping[str, Definition] | None = None,
    ) -> Pack:
        """The pack with no more rules than these and those whose verdicts they read."""
        own = {**self.pack.rules[kind], **(changed or {})}
        needed = set(rules)
        while True:
            more = {name for rule in needed for name in verdicts_read(own[rule])} - needed
            if not more:
                break
            needed |= more
        of_kind = {name: rule for name, rule in own.items() if name in needed}
        defined = self.pack.definitions[kind] if definitions is None else definitions
        return evolve(
            self.pack,
            pages=(),
            rules={kind: of_kind},
            definitions={kind: defined},
        )


_ENDS = {"start": "end", "end": "start"}
