"""What some cases show of a law: of each part of it, and of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from qcrules.errors import Place
from qcrules.law.model import Pack
from qcrules.law.page import Page
from qcrules.text import Text

from .targets import Target, of_definition, of_edition, of_rule

PartKey = tuple[str, str]
"""A part of the law: the kind of record and the rule, or the path of the fact, or ``PAGE`` and the page's id."""

PAGE = "page"
"""Stands for the kind of record where a part of the law is a page."""


@define
class CoveredPart:
    """A rule, a definition or the edition of a page: its targets, and which of them some case shows.

    ``cases``: how many assert something of it. ``shown``: how many targets some case shows. ``waivers``: why no case
    can show a target, as the page says.
    """

    id: str
    citations: tuple[str, ...]
    page: str
    place: Place
    targets: dict[Target, bool]
    waivers: dict[Target, Text] = field(factory=dict)
    cases: int = 0
    shown: int = 0

    def show(self, target: Target) -> bool:
        """Some case shows this target: is it the first?"""
        if self.targets[target]:
            return False
        self.targets[target] = True
        self.shown += 1
        return True

    @property
    def missing(self) -> list[Target]:
        """What no case shows, and no page waives."""
        return [one for one, shown in self.targets.items() if not shown and one not in self.waivers]

    @property
    def waived(self) -> list[Target]:
        """What no case shows, for a reason that the page gives."""
        return [one for one, shown in self.targets.items() if not shown and one in self.waivers]


@frozen
class ShownByCase:
    """What one case shows that none before it did, and the parts of which it asserts something, once for each view."""

    place: Place
    asserted: tuple[PartKey, ...]
    targets: tuple[tuple[PartKey, Target], ...]


@frozen
class CaseCoverage:
    """What the cases of a pack show of its law; ``shown_by``: where the cases stand of which each was the first to show
    something."""

    pack: Pack
    parts: tuple[CoveredPart, ...]
    shown_by: frozenset[Place] = frozenset()

    @classmethod
    def of(
        cls, pack: Pack, cases: Iterable[ShownByCase], pages: frozenset[str] | None = None
    ) -> CaseCoverage:
        """What some cases show, in their order; ``pages``: of the law of some pages only."""
        parts, shown_by = parts_of(pack), set()
        for case in cases:
            for key in case.asserted:
                parts[key].cases += 1
            new = [target for key, target in case.targets if parts[key].show(target)]
            if new:
                shown_by.add(case.place)
        wanted = tuple(one for one in parts.values() if pages is None or one.page in pages)
        return cls(pack, wanted, frozenset(shown_by))

    @property
    def targets(self) -> int:
        """All targets that could be shown."""
        return sum(len(one.targets) for one in self.parts) - self.waived

    @property
    def shown(self) -> int:
        """Those that are."""
        return sum(one.shown for one in self.parts)

    @property
    def waived(self) -> int:
        """Those that cannot be, for a reason that stands in the page."""
        return sum(len(one.waived) for one in self.parts)

    @property
    def percent(self) -> float:
        """How many of a hundred targets are shown; never rounded up to all of them."""
        return int(1000 * self.shown / self.targets) / 10 if self.targets else 100.0


def parts_of(pack: Pack) -> dict[PartKey, CoveredPart]:
    """The parts of a law, each with its targets, of which no case shows any so far."""
    return dict(_parts(pack, {rule: page for page in pack.pages for rule in page.rules}))


def _parts(pack: Pack, pages: dict[str, Page]) -> Iterator[tuple[PartKey, CoveredPart]]:
    files = {page.file: page for page in pack.pages}
    for kind, rules in pack.rules.items():
        for rule in rules.values():
            page = pages.get(rule.id) or files.get(rule.place.file)
            if rule.own_interval and page is not None and page.edition is not None:
                targets = of_edition(page.edition, pack)
                yield (PAGE, page.id), _part(pack, page, page.id, (page.words,), page.edition.place, targets)
            cited = tuple(citation.words for citation in rule.citations)
            yield (kind, rule.id), _part(pack, page, rule.id, cited, rule.place, of_rule(rule, pack))
    for kind, definitions in pack.definitions.items():
        for path, one in definitions.items():
            if one.citation is not None:
                name, cited, page = one.field.label.ru, (one.citation.words,), files.get(one.place.file)
                yield (kind, path), _part(pack, page, name, cited, one.place, of_definition(one, pack))


def _part(
    pack: Pack,
    page: Page | None,
    name: str,
    cited: tuple[str, ...],
    place: Place,
    targets: Iterable[Target],
) -> CoveredPart:
    found = dict.fromkeys(targets, False)
    waivers = {one: waiver.reason for one in found if (waiver := pack.waiver(name, one.words))}
    return CoveredPart(name, cited, page.id if page else "", place, found, waivers)
