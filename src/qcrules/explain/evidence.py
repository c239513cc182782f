"""What is recorded in a record, as the findings on it show it: each fact is put into words once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..facts.field import Field
from ..facts.recorded import Facts
from ..finding import Evidence
from ..kernel.interval import Key
from .explainer import Explainer
from .spots import concrete, evidence_at

EvidenceByPlace = dict[str, Evidence]
"""What is recorded, by where it stands."""


class _NearEvidence(dict[str, EvidenceByPlace]):
    """By the path of a field, what is recorded of it: in one item, or in the record and every item of its lists."""

    def __init__(self, of: Explainer, facts: Facts, item: Key | None, told: dict[str, Evidence]) -> None:
        self.of, self.facts, self.item, self.told = of, facts, item, told

    def __missing__(self, path: str) -> EvidenceByPlace:
        fact = self.of.recorded[self.facts.layout.slots[path]]
        every = [evidence_at(spot, self.facts, self.told) for spot in concrete(fact, self.facts, self.item)]
        found = self[path] = {one.field: one for one in every if one is not None}
        return found


class _FarEvidence(dict[str, EvidenceByPlace]):
    """The same, as what a verdict rests on only from afar."""

    def __init__(self, near: _NearEvidence) -> None:
        self.near = near

    def __missing__(self, path: str) -> EvidenceByPlace:
        found = self[path] = {at: _behind(one) for at, one in self.near[path].items()}
        return found


def _behind(one: Evidence) -> Evidence:
    return Evidence(one.field, one.term, one.value, one.words, one.place, one.trail, one.item, True)


class RecordedEvidence:
    """The recorded facts of one record, as findings show them.

    They are asked for in a rule's own item: of the list at ``path`` only the item counts, of any other every item.
    """

    def __init__(self, of: Explainer, facts: Facts) -> None:
        self.of, self.facts = of, facts
        self.told: dict[str, Evidence] = {}
        self.known: dict[Key | None, tuple[_NearEvidence, _FarEvidence]] = {}

    def tables(self, item: Key | None) -> tuple[_NearEvidence, _FarEvidence]:
        """What is recorded in one item; None: in the record, and in every item of its lists."""
        found = self.known.get(item)
        if found is None:
            near = _NearEvidence(self.of, self.facts, item, self.told)
            found = self.known[item] = near, _FarEvidence(near)
        return found

    def near(self, fields: Iterable[Field], path: str | None, item: Key | None) -> EvidenceByPlace:
        """What is recorded of the fields on which a verdict rests, by where it stands."""
        return _in_place(fields, path, self.tables(None)[0], self.tables(item)[0])

    def all_of(
        self, first: Sequence[Field], others: Iterable[Field], path: str | None, item: Key | None
    ) -> tuple[Evidence, ...]:
        """The same, and after it what is recorded of others behind it."""
        found = self.near(first, path, item)
        nearest = {fact.path for fact in first}
        behind = [fact for fact in others if fact.path not in nearest]
        far = _in_place(behind, path, self.tables(None)[1], self.tables(item)[1])
        return tuple({**found, **far, **found}.values())


def _in_place(
    fields: Iterable[Field],
    path: str | None,
    everywhere: Mapping[str, EvidenceByPlace],
    in_item: Mapping[str, EvidenceByPlace],
) -> EvidenceByPlace:
    """What is recorded of some fields: of the list at ``path`` in its item alone."""
    found: EvidenceByPlace = {}
    for fact in fields:
        found |= (in_item if fact.list_path == path else everywhere)[fact.path]
    return found
