"""What is recorded in a record, as the findings on it show it: each fact is put into words once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..facts.field import Field
from ..facts.recorded import Facts
from ..finding import Evidence
from ..kernel.interval import INF, Key
from .explainer import Explainer
from .spots import MOST_ITEMS, Rest, concrete, evidence_at

EvidenceByPlace = dict[str, Evidence]
"""What is recorded, by where it stands."""


class _NearEvidence(dict[str, EvidenceByPlace]):
    """By the path of a field, what is recorded of it: in one item, or in the record and the items of its lists.

    ``most``: so many items of a list are told each, the rest together.
    """

    def __init__(
        self,
        of: Explainer,
        facts: Facts,
        item: Key | None,
        told: dict[str, Evidence],
        most: int | None = None,
    ) -> None:
        self.of, self.facts, self.item, self.told, self.most = of, facts, item, told, most

    def __missing__(self, path: str) -> EvidenceByPlace:
        fact, facts = self.field(path), self.facts
        spots = concrete(fact, facts, self.item, self.most)
        every = [evidence_at(spot, facts, self.told) for spot in spots]
        found = self[path] = {one.field: one for one in every if one is not None}
        more = len(facts.items.get(fact.list_path or "", ())) - (self.most or INF)
        if more > 0 and fact.list_path is not None:
            rest = self.rest(Rest(self.field(fact.list_path), more))
            found[rest.field] = rest
        return found

    def field(self, path: str) -> Field:
        return self.of.recorded[self.facts.layout.slots[path]]

    def rest(self, of: Rest) -> Evidence:
        """How many items are not told each."""
        told = self.facts.recorded.get(of.items.path)
        place, trail = (self.facts.places(told.trail), told.trail) if told is not None else (None, ())
        return Evidence(of.path, of.items.label, of.count, of.words, place, trail)


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

    They are asked for in a rule's own item: of the list at ``path`` only the item counts, of any other every item. Of
    each of many items that would be many times many: it tells the first of another list, and how many more there are.
    """

    def __init__(self, of: Explainer, facts: Facts) -> None:
        self.of, self.facts = of, facts
        self.told: dict[str, Evidence] = {}
        self.known: dict[tuple[Key | None, int | None], tuple[_NearEvidence, _FarEvidence]] = {}

    def tables(self, item: Key | None, most: int | None = None) -> tuple[_NearEvidence, _FarEvidence]:
        """What is recorded in one item; None: in the record, and in the items of its lists."""
        found = self.known.get((item, most))
        if found is None:
            near = _NearEvidence(self.of, self.facts, item, self.told, most)
            found = self.known[item, most] = near, _FarEvidence(near)
        return found

    def everywhere(self, path: str | None) -> tuple[_NearEvidence, _FarEvidence]:
        """What is recorded in the record, and in the items of lists other than that at ``path``."""
        return self.tables(None, None if path is None else MOST_ITEMS)

    def near(self, fields: Iterable[Field], path: str | None, item: Key | None) -> EvidenceByPlace:
        """What is recorded of the fields on which a verdict rests, by where it stands."""
        return _in_place(fields, path, self.everywhere(path)[0], self.tables(item)[0])

    def all_of(
        self, first: Sequence[Field], others: Iterable[Field], path: str | None, item: Key | None
    ) -> tuple[Evidence, ...]:
        """The same, and after it what is recorded of others behind it."""
        found = self.near(first, path, item)
        nearest = {fact.path for fact in first}
        behind = [fact for fact in others if fact.path not in nearest]
        far = _in_place(behind, path, self.everywhere(path)[1], self.tables(item)[1])
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
