"""What depends on what in a pack: which rules a change touches, and which facts are easily taken for one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import define, evolve

from qcrules.cached import cached_property
from qcrules.facts.field import Field
from qcrules.facts.types import Type
from qcrules.law.dependencies import definition_fields, rule_fields, verdicts_read
from qcrules.law.model import Definition, Pack, Rule

_ENDS = {"start": "end", "end": "start"}


@define(eq=False, slots=False)
class Dependencies:
    """A pack, asked what depends on what."""

    pack: Pack

    @cached_property
    def verdicts(self) -> Mapping[str, set[str]]:
        """The rules whose verdicts each rule reads."""
        return {
            name: verdicts_read(rule) for rules in self.pack.rules.values() for name, rule in rules.items()
        }

    def readers(self, kind: str, path: str) -> set[str]:
        """The rules that read a defined fact, through other definitions too."""
        definitions = self.pack.definitions[kind]
        reads = {other: _paths(definition_fields(one)) for other, one in definitions.items()}
        paths = reached({path}, lambda known: (other for other in reads if known in reads[other]))
        rules = self.pack.rules[kind].values()
        return {rule.id for rule in rules if not paths.isdisjoint(_paths(rule_fields(rule)))}

    def dependants(self, kind: str, rules: Iterable[str]) -> set[str]:
        """The rules and those that read their verdicts."""
        every = self.pack.rules[kind]
        return reached(rules, lambda read: (rule for rule in every if read in self.verdicts[rule]))

    def definitions(self, rules: Iterable[Rule], known: Mapping[str, Definition]) -> dict[str, Definition]:
        """Those of the known definitions that some rules read, through others too."""

        def behind(path: str) -> set[str]:
            return _paths(definition_fields(known[path])) & known.keys()

        read = {path for rule in rules for path in _paths(rule_fields(rule))} & known.keys()
        needed = reached(read, behind)
        return {path: one for path, one in known.items() if path in needed}

    def reduced(
        self,
        kind: str,
        rules: Iterable[str],
        changed: Mapping[str, Rule],
        definitions: Mapping[str, Definition],
    ) -> Pack:
        """The pack with no more than these rules and what they read, some of it changed. (Contradictions decide
        nothing.)"""
        every = {**self.pack.rules[kind], **changed}
        needed = reached(rules, lambda rule: verdicts_read(every[rule]))
        own = {name: rule for name, rule in every.items() if name in needed}
        defined = self.definitions(own.values(), {**self.pack.definitions[kind], **definitions})
        return evolve(self.pack, pages=(), rules={kind: own}, definitions={kind: defined}, contradictions={})

    # -- what is easily taken for one another ---------------------------------------------------------------

    def near(self, kind: str, fact: Field) -> list[Field]:
        """The moments that one is easily taken for, and that may be named where it stands: those before and after it
        in the usual order, the other end of its month."""
        if fact.type is Type.MONTH or fact.defined:
            return []
        found = self._beside(kind, fact)
        whole, _, end = fact.path.rpartition(".")
        if end in _ENDS:
            other = self.pack.vocabulary.find(self.pack.vocabulary.kinds[kind], f"{whole}.{_ENDS[end]}")
            found += [other] if other is not None else []
        legal = (one for one in found if one is not fact and one.list_path in (None, fact.list_path))
        return list(dict.fromkeys(legal))

    def targets(self, kind: str, definition: Definition) -> list[Field | None]:
        """Other facts that a definition may be pointed at by mistake: those it names, those next in time, none."""
        whole = definition.field.type
        own = [f for f in definition_fields(definition) if f.type.is_moment is whole.is_moment]
        own = [f for f in own if (f.list_path is None and f.type is whole) or f.defined]
        near = [other for one in own for other in self._beside(kind, one)]
        return [*dict.fromkeys(f for f in (*own, *near) if f.type is whole), None]

    def _beside(self, kind: str, fact: Field) -> list[Field]:
        """An event and those just before and after it in the usual order."""
        near: list[Field] = []
        for chain in self.pack.usual_order.get(kind, ()):
            for at, one in enumerate(chain):
                if one is fact:
                    near += chain[max(0, at - 1) : at + 2]
        return near


def reached(start: Iterable[str], further: Callable[[str], Iterable[str]]) -> set[str]:
    """These and all that they lead to."""
    found: set[str] = set()
    left = set(start)
    while left:
        found |= left
        left = {other for one in left for other in further(one)} - found
    return found


def _paths(fields: Iterable[Field]) -> set[str]:
    return {fact.path for fact in fields}
