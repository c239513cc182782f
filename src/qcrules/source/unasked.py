"""Named conditions that nothing asks for: what is wrong in them is told all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from attrs import evolve, frozen

from ..errors import Place
from ..law.model import Reading
from ..law.verbs import Condition, Violated, walk
from ..text import Text
from .conditions import ConditionReader
from .diagnostics import Diagnostics
from .named import NamedConditions
from .readings import under_each_choice
from .tree import Node


@frozen
class UnaskedReader:
    """Reads each of them as if it stood where it makes most sense: in a record of some kind, or in a list of one."""

    named: NamedConditions
    readers: Mapping[str, ConditionReader]
    readings: Mapping[str, Reading]
    rules: Mapping[str, Collection[str]]

    def read(self) -> dict[str, Place]:
        """Tells the mistakes in them; gives the place of each."""
        found = {}
        for name, entry in self.named.known.items():
            if name in self.named.asked:
                continue
            found[name] = entry.key.place
            node = self.named.written_out(entry.value, (name,))
            tried = [self._tried(name, node, reader) for reader in self._readers(self.named.kinds[name])]
            for problem in min(tried, key=lambda one: len(one.made)).problems:
                self.named.diagnostics.add(problem.place, problem.message, problem.code)
        return found

    def _readers(self, first: Collection[str]) -> Iterator[ConditionReader]:
        """Readers of records and of the items of their lists, the kinds of its page first."""
        for kind in sorted(self.readers, key=lambda kind: kind not in first):
            reader = self.readers[kind]
            lists = [(one.path,) for one in reader.kind.root.walk() if one.type.has_items]
            for path in ((), *lists):
                apart = reader.diagnostics.apart()
                yield evolve(reader, diagnostics=apart, lists=path, scopes={}, built={}, calendars=set())

    def _tried(self, name: str, node: Node, reader: ConditionReader) -> Diagnostics:
        """What is wrong in one of them there."""
        diagnostics, rules = reader.diagnostics, self.rules[reader.kind.key]

        def read(node: Node) -> Condition:
            condition = reader.condition(node)
            for part in walk(condition):
                if isinstance(part, Violated) and part.rule not in rules:
                    what = Text("в `вердикт` названное правило", "verdict of rule")
                    diagnostics.unknown(part.place, part.rule, rules, what)
            return condition

        who = Text(f"условие «{name}»", f"condition “{name}”")
        under_each_choice(node, self.readings, diagnostics, node, who, read)
        return diagnostics
